//! The service asked as Terraform would, without the transport.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use tonic::Request;

use super::{Rpcs, Server, Stopper};
use crate::framework::{
    Attribute, Block, CancellationToken, Configure, Create, DataSource, Definition, Diagnostic,
    Diagnostics, Function, FunctionError, IntoValue, NestedBlock, Outcome, Parameter, PlanDraft,
    Provider, Read, ReadData, Resource, Schema, Type, Update, Value,
};
use crate::pb::tfplugin5 as pb;
use crate::protocol::{from_proto, to_proto};

/// A resource that does what its `mode` says.
struct Thing;

fn thing_schema() -> Schema {
    Schema::new(
        "A thing.",
        Block::new()
            .attribute(Attribute::required("mode", Type::String, "What to do."))
            .attribute(Attribute::optional("size", Type::Number, "Size.").with_default(3_i64))
            .attribute(Attribute::computed("id", Type::String, "Id."))
            .block(NestedBlock::list("part", Block::new())),
    )
    .with_version(2)
}

fn failed() -> Diagnostics {
    Diagnostic::error("It failed", "As it was told to.").into()
}

fn mode(value: &Value) -> &str {
    match value.attribute("mode") {
        Value::String(mode) => mode,
        _ => "",
    }
}

#[async_trait]
impl Resource for Thing {
    fn type_name(&self) -> &'static str {
        "test_thing"
    }

    fn schema(&self) -> Schema {
        thing_schema()
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        if mode(config) == "invalid" {
            diagnostics.push(Diagnostic::warning("It is invalid", "As it says."));
        }
    }

    fn plan(&self, draft: &mut PlanDraft<'_>, _diagnostics: &mut Diagnostics) {
        assert_ne!(mode(draft.config()), "panic in plan", "a secret");
    }

    async fn create(&self, request: Create<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics> {
        outcome.record(request.planned.clone());
        match mode(request.config) {
            "fail" => return Err(failed()),
            "panic" => panic!("a secret"),
            "wait" => request.stop.cancelled().await,
            "forget" => outcome.record(Value::Null),
            _ => {}
        }
        if let Value::Object(state) = &mut outcome.state {
            state.insert("id".to_owned(), "made".into_value());
        }
        Ok(())
    }

    async fn read(&self, request: Read<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics> {
        outcome.record(Value::Null);
        match mode(request.state) {
            "fail" => Err(failed()),
            _ => Ok(()),
        }
    }

    async fn update(&self, request: Update<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics> {
        if mode(request.config) == "fail" {
            return Err(failed());
        }
        outcome.record(request.planned.clone());
        Ok(())
    }

    fn upgrade(
        &self,
        version: i64,
        mut state: serde_json::Value,
    ) -> Result<serde_json::Value, Diagnostics> {
        state["mode"] = format!("from {version}").into();
        Ok(state)
    }
}

struct Echo;

#[async_trait]
impl DataSource for Echo {
    fn type_name(&self) -> &'static str {
        "test_echo"
    }

    fn schema(&self) -> Schema {
        thing_schema()
    }

    async fn read(
        &self,
        request: ReadData<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Value, Diagnostics> {
        diagnostics.push(Diagnostic::warning("It echoes", "As it does."));
        match mode(request.config) {
            "fail" => Err(failed()),
            _ => Ok(request.config.clone()),
        }
    }
}

struct Join;

impl Function for Join {
    fn name(&self) -> &'static str {
        "join"
    }

    fn definition(&self) -> Definition {
        Definition {
            summary: "Joins texts.",
            description: "Joins texts.",
            parameters: vec![Parameter::new("first", Type::String, "A text.")],
            variadic: Some(Parameter::new("more", Type::String, "More texts.")),
            returns: Type::String,
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        let mut joined = String::new();
        for (position, argument) in arguments.iter().enumerate() {
            match argument {
                Value::String(text) if text == "panic" => panic!("a secret"),
                Value::String(text) => joined.push_str(text),
                _ => return Err(FunctionError::new("Not a text.").at(position)),
            }
        }
        Ok(joined.into_value())
    }
}

struct Test;

#[async_trait]
impl Provider for Test {
    fn schema(&self) -> Schema {
        let mode = Attribute::optional("mode", Type::String, "What to do.").one_of(&["fail"]);
        Schema::new("A test.", Block::new().attribute(mode))
    }

    async fn configure(
        &self,
        request: Configure<'_>,
        _diagnostics: &mut Diagnostics,
    ) -> Result<(), Diagnostics> {
        match mode(request.config) {
            "fail" => Err(failed()),
            _ => Ok(()),
        }
    }

    fn resources(&self) -> Vec<Arc<dyn Resource>> {
        vec![Arc::new(Thing)]
    }

    fn data_sources(&self) -> Vec<Arc<dyn DataSource>> {
        vec![Arc::new(Echo)]
    }

    fn functions(&self) -> Vec<Arc<dyn Function>> {
        vec![Arc::new(Join)]
    }
}

fn server() -> Server {
    Server {
        provider: Arc::new(Test),
        catalog: OnceLock::new(),
        stopper: Stopper::new(CancellationToken::new()),
    }
}

const THING: &str = "test_thing";

fn message(value: &Value) -> pb::DynamicValue {
    to_proto::value(value, &thing_schema().block.ty()).unwrap()
}

fn value(message: Option<&pb::DynamicValue>) -> Value {
    from_proto::value(message, &thing_schema().block.ty()).unwrap()
}

fn thing(mode: &str, size: Value, id: Value) -> Value {
    let mut thing = Value::object([("mode", mode.into_value()), ("size", size), ("id", id)]);
    thing_schema().block.complete(&mut thing);
    thing
}

/// What a configuration that sets the mode only is stored as.
fn stored(mode: &str) -> Value {
    thing(mode, 3_i64.into_value(), "made".into_value())
}

fn summaries(diagnostics: &[pb::Diagnostic]) -> Vec<&str> {
    assert!(
        !format!("{diagnostics:?}").contains("a secret"),
        "a panic's message is for the log alone"
    );
    diagnostics.iter().map(|d| d.summary.as_str()).collect()
}

async fn plan(prior: &Value, config: &Value) -> pb::plan_resource_change::Response {
    let request = pb::plan_resource_change::Request {
        type_name: THING.to_owned(),
        prior_state: Some(message(prior)),
        proposed_new_state: Some(message(config)),
        config: Some(message(config)),
        prior_private: b"private".to_vec(),
        ..pb::plan_resource_change::Request::default()
    };
    let answer = server().plan_resource_change(Request::new(request)).await;
    answer.unwrap().into_inner()
}

async fn apply(
    server: &Server,
    prior: &Value,
    planned: &Value,
) -> pb::apply_resource_change::Response {
    let request = pb::apply_resource_change::Request {
        type_name: THING.to_owned(),
        prior_state: Some(message(prior)),
        planned_state: Some(message(planned)),
        config: Some(message(planned)),
        planned_private: b"private".to_vec(),
        ..pb::apply_resource_change::Request::default()
    };
    let answer = server.apply_resource_change(Request::new(request)).await;
    answer.unwrap().into_inner()
}

fn planned(mode: &str) -> Value {
    thing(mode, 3_i64.into_value(), Value::UNKNOWN)
}

#[tokio::test]
async fn schemas_are_complete() {
    let answer = server()
        .get_schema(Request::new(pb::get_provider_schema::Request {}))
        .await
        .unwrap()
        .into_inner();
    assert!(answer.provider.is_some());
    let schema = &answer.resource_schemas[THING];
    assert_eq!(schema.version, 2);
    let block = schema.block.as_ref().unwrap();
    let size = block.attributes.iter().find(|a| a.name == "size").unwrap();
    assert!(size.optional && size.computed && !size.required);
    assert_eq!(size.r#type, br#""number""#);
    assert_eq!(block.block_types[0].type_name, "part");
    assert!(answer.data_source_schemas.contains_key("test_echo"));
    assert_eq!(answer.functions["join"].parameters[0].name, "first");
    let capabilities = answer.server_capabilities.unwrap();
    assert!(capabilities.plan_destroy && capabilities.get_provider_schema_optional);
}

#[tokio::test]
async fn validation_finds_faults_of_rules_and_of_the_resource() {
    let request = pb::validate_resource_type_config::Request {
        type_name: THING.to_owned(),
        config: Some(message(&thing("invalid", Value::UNKNOWN, Value::Null))),
        ..pb::validate_resource_type_config::Request::default()
    };
    let answer = server()
        .validate_resource_type_config(Request::new(request))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["It is invalid"]);

    let ty = Test.schema().block.ty();
    let config = Value::object([("mode", "fall".into_value())]);
    let request = pb::prepare_provider_config::Request {
        config: Some(to_proto::value(&config, &ty).unwrap()),
    };
    let answer = server()
        .prepare_provider_config(Request::new(request.clone()))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(answer.prepared_config, request.config);
    let [fault] = &answer.diagnostics[..] else {
        panic!("one fault, not {:?}", answer.diagnostics);
    };
    assert_eq!(fault.detail, r#"Must be "fail"; did you mean "fail"?"#);
    assert!(fault.attribute.is_some());
}

#[tokio::test]
async fn a_name_that_is_not_known() {
    let request = pb::read_resource::Request {
        type_name: "test_nothing".to_owned(),
        ..pb::read_resource::Request::default()
    };
    let answer = server().read_resource(Request::new(request)).await;
    let answer = answer.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Unknown resource"]);
    assert!(answer.diagnostics[0].detail.contains(THING));
}

#[tokio::test]
async fn plans() {
    let create = plan(&Value::Null, &thing("x", Value::Null, Value::Null)).await;
    assert_eq!(value(create.planned_state.as_ref()), planned("x"));
    assert_eq!(create.planned_private, b"private");

    let delete = plan(&stored("x"), &Value::Null).await;
    assert_eq!(value(delete.planned_state.as_ref()), Value::Null);
    assert_eq!(delete.planned_private, b"private");
}

#[tokio::test]
async fn a_panic_names_the_operation_and_the_next_call_goes_on() {
    let answer = plan(
        &Value::Null,
        &thing("panic in plan", Value::Null, Value::Null),
    )
    .await;
    assert_eq!(
        summaries(&answer.diagnostics),
        ["The provider failed while planning test_thing"]
    );
    assert_eq!(answer.planned_state, None);
    let next = plan(&Value::Null, &thing("x", Value::Null, Value::Null)).await;
    assert_eq!(next.diagnostics, []);
}

#[tokio::test]
async fn what_a_create_made_is_stored_whatever_happens() {
    let made = apply(&server(), &Value::Null, &planned("x")).await;
    assert_eq!(made.diagnostics, []);
    assert_eq!(value(made.new_state.as_ref()), stored("x"));
    assert_eq!(made.private, b"private");

    for (mode, summary) in [
        ("fail", "It failed"),
        ("panic", "The provider failed while creating test_thing"),
    ] {
        let answer = apply(&server(), &Value::Null, &planned(mode)).await;
        assert_eq!(summaries(&answer.diagnostics), [summary]);
        let partial = thing(mode, 3_i64.into_value(), Value::Null);
        assert_eq!(value(answer.new_state.as_ref()), partial);
    }
    let answer = apply(&server(), &Value::Null, &planned("forget")).await;
    assert_eq!(summaries(&answer.diagnostics), ["Nothing was made"]);
}

#[tokio::test]
async fn an_update_that_fails_keeps_what_is_stored() {
    let answer = apply(&server(), &stored("x"), &stored("fail")).await;
    assert_eq!(summaries(&answer.diagnostics), ["It failed"]);
    assert_eq!(value(answer.new_state.as_ref()), stored("x"));
}

#[tokio::test]
async fn a_delete_leaves_nothing() {
    let answer = apply(&server(), &stored("x"), &Value::Null).await;
    assert_eq!(answer.diagnostics, []);
    assert_eq!(value(answer.new_state.as_ref()), Value::Null);
}

#[tokio::test]
async fn a_stop_ends_what_waits() {
    let server = server();
    let (before, after) = (Value::Null, planned("wait"));
    let wait = apply(&server, &before, &after);
    let stop = async {
        tokio::task::yield_now().await; // lets the other begin
        server.stop(Request::new(pb::stop::Request {})).await
    };
    let (answer, stopped) = tokio::join!(wait, stop);
    assert_eq!(stopped.unwrap().into_inner().error, "");
    assert_eq!(value(answer.new_state.as_ref()), stored("wait"));
}

async fn read(mode: &str) -> pb::read_resource::Response {
    let request = pb::read_resource::Request {
        type_name: THING.to_owned(),
        current_state: Some(message(&stored(mode))),
        private: b"private".to_vec(),
        ..pb::read_resource::Request::default()
    };
    let answer = server().read_resource(Request::new(request)).await;
    answer.unwrap().into_inner()
}

#[tokio::test]
async fn a_read_that_fails_keeps_what_is_stored() {
    let gone = read("x").await;
    assert_eq!(value(gone.new_state.as_ref()), Value::Null);
    assert_eq!(gone.private, b"private");
    let failed = read("fail").await;
    assert_eq!(summaries(&failed.diagnostics), ["It failed"]);
    assert_eq!(value(failed.new_state.as_ref()), stored("fail"));
}

async fn upgrade(version: i64, json: &str) -> pb::upgrade_resource_state::Response {
    let request = pb::upgrade_resource_state::Request {
        type_name: THING.to_owned(),
        version,
        raw_state: Some(pb::RawState {
            json: json.as_bytes().to_vec(),
            ..pb::RawState::default()
        }),
    };
    let answer = server().upgrade_resource_state(Request::new(request)).await;
    answer.unwrap().into_inner()
}

#[tokio::test]
async fn stored_states() {
    let json = r#"{"mode": "x", "size": 3, "id": "made", "dropped": 1}"#;
    let same = upgrade(2, json).await;
    assert_eq!(value(same.upgraded_state.as_ref()), stored("x"));
    let older = upgrade(1, json).await;
    assert_eq!(value(older.upgraded_state.as_ref()), stored("from 1"));
    let broken = upgrade(2, r#"{"size": "many"}"#).await;
    assert_eq!(
        summaries(&broken.diagnostics),
        ["Value could not be exchanged with Terraform"]
    );
    assert!(broken.diagnostics[0].attribute.is_some());
}

#[tokio::test]
async fn there_is_nothing_to_import() {
    let request = pb::import_resource_state::Request {
        type_name: THING.to_owned(),
        id: "x".to_owned(),
        ..pb::import_resource_state::Request::default()
    };
    let answer = server().import_resource_state(Request::new(request)).await;
    let answer = answer.unwrap().into_inner();
    assert_eq!(summaries(&answer.diagnostics), ["Nothing to import"]);
    assert!(answer.imported_resources.is_empty());
}

async fn ask(mode: &str) -> pb::read_data_source::Response {
    let request = pb::read_data_source::Request {
        type_name: "test_echo".to_owned(),
        config: Some(message(&thing(mode, Value::Null, Value::Null))),
        ..pb::read_data_source::Request::default()
    };
    let answer = server().read_data_source(Request::new(request)).await;
    answer.unwrap().into_inner()
}

#[tokio::test]
async fn data_sources_see_defaults() {
    let answer = ask("x").await;
    assert_eq!(summaries(&answer.diagnostics), ["It echoes"]);
    assert_eq!(
        value(answer.state.as_ref()),
        thing("x", 3_i64.into_value(), Value::Null)
    );
    let failed = ask("fail").await;
    assert_eq!(summaries(&failed.diagnostics), ["It echoes", "It failed"]);
}

async fn configure(config: Value) -> pb::configure::Response {
    let config = to_proto::value(&config, &Test.schema().block.ty()).unwrap();
    let request = pb::configure::Request {
        config: Some(config),
        ..pb::configure::Request::default()
    };
    let answer = server().configure(Request::new(request)).await;
    answer.unwrap().into_inner()
}

#[tokio::test]
async fn configurations() {
    assert_eq!(configure(Value::Null).await.diagnostics, []);
    let fail = Value::object([("mode", "fail".into_value())]);
    assert_eq!(summaries(&configure(fail).await.diagnostics), ["It failed"]);
}

async fn call(arguments: &[Value]) -> Result<Value, (String, Option<i64>)> {
    let request = pb::call_function::Request {
        name: "join".to_owned(),
        arguments: arguments
            .iter()
            .map(|argument| to_proto::value(argument, &Type::String).unwrap())
            .collect(),
    };
    let answer = server().call_function(Request::new(request)).await;
    let answer = answer.unwrap().into_inner();
    match answer.error {
        Some(error) => Err((error.text, error.function_argument)),
        None => Ok(from_proto::value(answer.result.as_ref(), &Type::String).unwrap()),
    }
}

#[tokio::test]
async fn functions() {
    let [a, b] = ["a".into_value(), "b".into_value()];
    assert_eq!(call(&[a.clone(), b]).await, Ok("ab".into_value()));
    assert_eq!(
        call(&[a, Value::Null]).await,
        Err(("Not a text.".to_owned(), Some(1)))
    );
    assert_eq!(
        call(&[]).await,
        Err(("Not enough arguments.".to_owned(), None))
    );
    let (text, _) = call(&["panic".into_value()]).await.unwrap_err();
    assert!(
        text.starts_with("The provider failed while calling the function join."),
        "{text}"
    );
    assert!(!text.contains("a secret"), "{text}");
}

#[tokio::test]
async fn what_is_not_offered_is_unimplemented() {
    let request = Request::new(pb::move_resource_state::Request::default());
    let status = server().move_resource_state(request).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::Unimplemented);
}
