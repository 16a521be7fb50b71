# Everything a contributor runs. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help demo test check chaos fuzz bench growth docs package conformance

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## real terraform, from init to destroy: a config, and a cluster's machines on stand-ins for AWS
	@tests/setup/demo

test: ## every test, through both Terraform cores
	@tests/setup/cores
	@tests/setup/schemas
	@tests/setup/ignition
	@tests/setup/cluster
	cargo test --locked --features test-clock

check: ## format, lints, API docs, licences, house rules, generated docs
	cargo fmt --check
	cargo clippy --locked --all-targets --features test-clock -- -D warnings
	RUSTDOCFLAGS=-Dwarnings cargo doc --locked --no-deps
	@# Advisories need a database from the network: `tests/setup/cargo-deny check advisories` by hand.
	tests/setup/cargo-deny check licenses bans sources
	cargo test --locked --features test-clock --test house --test docs

chaos: ## random schedules of commands and faults on stand-ins for both clouds: N=COUNT TERRAFORM=COUNT FROM=SEED, or one: SEED=SEED
	@tests/setup/cores
	CHAOS_N="$(N)" CHAOS_TERRAFORM="$(TERRAFORM)" CHAOS_FROM="$(FROM)" CHAOS_SEED="$(SEED)" cargo test --locked --features test-clock --test chaos ends_well

conformance: ## the simulator of Equinix Metal against a recorded description of its API: OPENAPI=FILE
	@tests/setup/conformance "$(OPENAPI)"

fuzz: ## every fuzz target for SECONDS (60); needs a nightly Rust and cargo-fuzz
	@tests/setup/fuzz "$(SECONDS)"

bench: ## speed and size of a release build, and what machines cost
	cargo bench --locked --no-default-features --bench render
	cargo build --locked --release
	python3 benches/provider.py target/release/terraform-provider-lokomotive
	cargo build --locked --example simulator
	python3 benches/machines.py target/release/terraform-provider-lokomotive target/debug/examples/simulator

growth: ## what pools of 1 to 1000 machines cost, on a clock that the simulators keep; takes minutes
	cargo build --locked --release --features test-clock
	cargo build --locked --example simulator
	python3 benches/growth.py target/release/terraform-provider-lokomotive target/debug/examples/simulator

docs: ## write docs/ anew from the schemas and examples
	UPDATE_DOCS=1 cargo test --locked --features test-clock --test docs

package: ## the release's zip, manifest and checksums in target/package
	tests/setup/package
