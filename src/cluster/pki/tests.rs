//! Authorities: made, brought along, stored.

use super::*;
use crate::cluster::time::Time;

const NOW: Time = Time(1_750_000_000);

fn made() -> Pki {
    Pki::generate(NOW, Lifetimes::of_hours(8760), &Own::default()).unwrap()
}

#[test]
fn authorities_are_stored_and_read() {
    let pki = made();
    for which in Which::ALL {
        let authority = pki.authority(which);
        assert_eq!(
            &Authority::from_pem(which, &authority.to_pem()).unwrap(),
            authority
        );
        assert_eq!(authority.validity().start, Time(NOW.0 - 3600));
        assert_eq!(authority.validity().end, Time(NOW.0 + 87_600 * 3600));
    }
    assert_eq!(
        STANDARD.decode(pki.encryption_key.reveal()).unwrap().len(),
        32
    );
}

#[test]
fn nothing_secret_is_shown() {
    let shown = format!("{:?}", made());
    assert!(!shown.contains("PRIVATE"), "{shown}");
}

#[test]
fn the_administrators_certificate() {
    let pki = made();
    let year = Duration::from_hours(8760);
    let admin = Admin::issue(&pki, NOW, year).unwrap();
    assert_eq!(admin.expires(), NOW + year);
    assert!(!admin.needs_renewal(NOW));
    assert!(admin.needs_renewal(NOW + year * 3 / 4));
    let stored = Pair {
        certificate: admin.certificate().to_owned(),
        key: admin.key().clone(),
    };
    assert_eq!(Admin::from_pem(stored).unwrap(), admin);
    // It does not outlive its authority.
    let late = NOW + year * 10;
    let last = Admin::issue(&pki, Time(late.0 - 60), year).unwrap();
    assert_eq!(last.expires(), late);
}

#[test]
fn authorities_of_the_users_own() {
    let other = made();
    let own = Own {
        cluster: Some(Pair {
            certificate: format!(
                "a dump\r\n{}",
                other.cluster.certificate().replace('\n', "\r\n")
            ),
            key: other.cluster.key().clone(),
        }),
        service_account_key: Some(other.service_account_key.clone()),
        ..Own::default()
    };
    let pki = Pki::generate(NOW, Lifetimes::of_hours(8760), &own).unwrap();
    assert_eq!(pki.cluster, other.cluster);
    assert_eq!(pki.service_account_key, other.service_account_key);
    assert_ne!(pki.etcd, other.etcd);
    Admin::issue(&pki, NOW, Duration::from_mins(1)).unwrap();
}

/// What is said of an authority for etcd.
fn check(pair: Pair, now: Time, hours: u32, expected: &str) {
    let own = Own {
        etcd: Some(pair),
        ..Own::default()
    };
    let fault = Pki::generate(now, Lifetimes::of_hours(hours), &own).unwrap_err();
    let fault = fault.to_string();
    let rest = fault
        .strip_prefix("the etcd authority cannot be used: ")
        .unwrap();
    assert!(rest.starts_with(expected), "{rest}");
}

#[test]
fn what_is_wrong_with_the_users_own() {
    let pki = made();
    let good = pki.etcd.to_pem();
    let with_certificate = |certificate: &str| Pair {
        certificate: certificate.to_owned(),
        key: good.key.clone(),
    };
    let with_key = |key: &Secret| Pair {
        certificate: good.certificate.clone(),
        key: key.clone(),
    };
    let twice = good.certificate.repeat(2);
    let admin = Admin::issue(&pki, NOW, Duration::from_hours(1)).unwrap();
    let hours = 8760;
    check(
        with_certificate("no PEM"),
        NOW,
        hours,
        "its certificate is not one",
    );
    check(
        with_certificate(&twice),
        NOW,
        hours,
        "its certificate is not one",
    );
    check(
        with_certificate(admin.certificate()),
        NOW,
        hours,
        "its certificate may not sign",
    );
    check(
        with_key(&Secret::new("no key")),
        NOW,
        hours,
        "its key is not a private key",
    );
    check(
        with_key(pki.cluster.key()),
        NOW,
        hours,
        "its key does not belong",
    );
    let ed25519 = KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap();
    let ed25519 = Secret::new(ed25519.serialize_pem());
    check(with_key(&ed25519), NOW, hours, "its key is neither");
    check(
        good.clone(),
        Time(NOW.0 - 7200),
        hours,
        "it is not valid yet",
    );
    check(
        good,
        NOW,
        87_601,
        "it is not valid for as long as the certificates that it is to sign, 87601",
    );
}

#[test]
fn authorities_are_apart() {
    let pair = made().etcd.to_pem();
    let own = Own {
        cluster: Some(pair.clone()),
        etcd: Some(pair),
        ..Own::default()
    };
    let fault = Pki::generate(NOW, Lifetimes::of_hours(8760), &own).unwrap_err();
    assert!(matches!(fault, Fault::SameKey(Which::Cluster, Which::Etcd)));
}
