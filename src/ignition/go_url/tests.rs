//! Tables of what Go prints and refuses.

use super::*;

#[track_caller]
fn prints(text: &str, expect: &str) {
    match Url::parse(text) {
        Ok(url) => assert_eq!(url.to_string(), expect, "{text}"),
        Err(error) => panic!("{text}: {error}"),
    }
}

#[track_caller]
fn same(text: &str) {
    prints(text, text);
}

#[track_caller]
fn fails(text: &str, expect: UrlError) {
    assert_eq!(Url::parse(text), Err(expect), "{text}");
}

#[test]
fn keeps_what_is_validly_written() {
    same("http://example.com/a%2Fb/c%20d?x=1&y=%zz<>ä ");
    same("https://user:pass@host:8080/p;v=1,2!$&'()*+:@[]");
    same("http://host?");
    same("http://host:/");
    same("http://[fe80::1]:80/");
    same("data:,a%20b c");
    same("oem:///x");
    same("/relative/path");
    same("relative/path");
    same("*");
    same("");
    same("http:/p");
    same("//host/p");
    same("s3://bucket/key?versionId=");
    same("http://a/b#frag!()*'");
}

#[test]
fn reprints_the_rest() {
    prints("HTTP://Example.com/", "http://Example.com/");
    prints(
        "http://h/a b\"^`|{}<>ä",
        "http://h/a%20b%22%5E%60%7C%7B%7D%3C%3E%C3%A4",
    );
    prints("http://h/[a] b", "http://h/%5Ba%5D%20b");
    prints("http://h/a%2fb c", "http://h/a/b%20c");
    prints("http://h/p#", "http://h/p");
    prints("http://h/p#a b", "http://h/p#a%20b");
    prints("http://häst/", "http://h%C3%A4st/");
    prints("http://u%40:p%2F@h/", "http://u%40:p%2F@h/");
    prints("http://u%41@h/", "http://uA@h/");
    prints("http://:@h/", "http://:@h/");
    prints("http://[fe80::1%25e%20n]/", "http://[fe80::1%25e%20n]/");
    prints("///x", "///x");
    prints("http://", "http:");
    prints("http://u!@h/", "http://u%21@h/");
    prints("./a:b", "./a:b");
}

#[test]
fn refuses_what_go_refuses() {
    fails(":x", UrlError::MissingScheme);
    fails("1http:x", UrlError::ColonInSegment);
    fails("a b:c", UrlError::ColonInSegment);
    fails("http://h/%zz", UrlError::Escape("%zz".into()));
    fails("http://h/%", UrlError::Escape("%".into()));
    fails("http://h/%ä1", UrlError::Escape("%ä1".into()));
    fails("http://h/#%4", UrlError::Escape("%4".into()));
    fails("http://h%41/", UrlError::Escape("%41".into()));
    fails("http://a b/", UrlError::HostCharacter(" ".into()));
    fails("http://a|b/", UrlError::HostCharacter("|".into()));
    fails("http://[::1/", UrlError::MissingBracket);
    fails("http://h:x/", UrlError::Port(":x".into()));
    fails("http://[::1]x/", UrlError::Port("x".into()));
    fails("http://u{@h/", UrlError::UserInfo);
    fails("http://h/\u{7f}", UrlError::Control);
    fails("http://h/\n", UrlError::Control);
}

#[test]
fn reads_query_values() {
    let value = |url: &str| Url::parse(url).unwrap().query_value("versionId");
    assert_eq!(value("s3://b/k"), None);
    assert_eq!(value("s3://b/k?versionId"), Some(Vec::new()));
    assert_eq!(value("s3://b/k?versionId=&versionId=1"), Some(Vec::new()));
    assert_eq!(value("s3://b/k?a=1&version%49d=x+y"), Some(b"x y".to_vec()));
    assert_eq!(value("s3://b/k?versionId=%zz"), None);
    assert_eq!(value("s3://b/k?versionId=a;b"), None);
}
