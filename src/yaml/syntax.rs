//! What is said about texts that are not YAML. All wording of this module is here.

use granit_parser::ErrorKind;

use crate::report::Problem;

pub(super) fn document_too_large() -> Problem {
    Problem::new(
        "yaml-too-large",
        "the document is larger than 4 MiB",
        "Leave large texts out of the config: let the machine fetch them, with contents.remote.",
    )
}

pub(super) fn too_many_items() -> Problem {
    Problem::new(
        "yaml-too-many-items",
        "the lists up to the end of this one have more than 200000 items",
        "No machine needs that many: check what generates the list.",
    )
}

pub(super) fn unknown_anchor() -> Problem {
    Problem::new(
        "yaml-anchor-unknown",
        "this alias refers to an anchor that is not defined before it",
        "Define the anchor with &name above this line, or put the value in quotes if it merely begins with *.",
    )
}

pub(super) fn alias_of_itself() -> Problem {
    Problem::new(
        "yaml-alias-of-itself",
        "this alias stands inside the value it refers to",
        "Refer to another anchor, or write the value out.",
    )
}

pub(super) fn alias_expansion() -> Problem {
    Problem::new(
        "yaml-alias-expansion",
        "the aliases up to here stand for more than 16 MiB",
        "Use fewer aliases of aliases; each of them repeats all that its anchor holds.",
    )
}

/// The problem behind a parser error.
pub(super) fn problem(kind: &ErrorKind) -> Problem {
    let (rule, message, help) = words(kind);
    Problem::new(rule, message, help)
}

type Words = (&'static str, &'static str, &'static str);

const TAB: Words = (
    "yaml-tab",
    "a tab is used as indentation",
    "Indent with spaces.",
);
const INDENTATION: Words = (
    "yaml-indentation",
    "this line does not fit the indentation of the lines before it",
    "Indent the keys of one mapping, and the dashes of one list, by the same number of spaces.",
);
const UNCLOSED: Words = (
    "yaml-unclosed",
    "this bracket is never closed",
    "Add the missing ] or }, or put the value in quotes if the bracket belongs to it.",
);
const TAG: Words = (
    "yaml-tag",
    "this is not a valid YAML tag",
    "Put the value in quotes if it merely begins with an exclamation mark.",
);
const DIRECTIVE: Words = (
    "yaml-directive",
    "this is not a valid YAML directive",
    "Remove the line that begins with %, or indent it if it belongs to a text.",
);
const ESCAPE: Words = (
    "yaml-escape",
    "this backslash escape does not exist in double quotes",
    "Write \\\\ for a backslash, or use single quotes, which know no escapes.",
);

const COLON: Words = (
    "yaml-colon",
    "this colon makes a key where no key can stand",
    "Check the indentation of this line and the one above, and put values that contain a colon and a blank in quotes.",
);
const KEY: Words = (
    "yaml-key",
    "this line is neither a key with a colon nor part of a value",
    "Add a colon and a blank after the key, or indent the line if it continues the value above.",
);
const SEPARATOR: Words = (
    "yaml-separator",
    "a comma or a closing bracket is missing before this place",
    "Separate the items of [ ] and { } with commas, and close every bracket.",
);
const BRACKET: Words = (
    "yaml-bracket",
    "this closing bracket has no opening one",
    "Match every ] with a [ and every } with a {, or put the value in quotes if the bracket belongs to it.",
);
const QUOTE: Words = (
    "yaml-quote",
    "this quoted text is never closed",
    "Add the closing quote.",
);
const AFTER_QUOTE: Words = (
    "yaml-after-quote",
    "something follows the closing quote",
    "Put the whole value in quotes; a quote inside single quotes is written twice.",
);
const ANCHOR: Words = (
    "yaml-anchor-unknown",
    "this alias refers to an anchor that is not defined before it",
    "Define the anchor with &name above this line, or put the value in quotes if it merely begins with * or &.",
);
const NESTING: Words = (
    "yaml-nesting",
    "this is nested more than 100 levels deep",
    "No config needs that depth: check the brackets and the indentation.",
);
const BLOCK_HEADER: Words = (
    "yaml-block-header",
    "the indicator of a block text is followed by something else than a line end",
    "Start the text on the next line, indented; after | or > only +, - and a digit may follow.",
);
const CHARACTER: Words = (
    "yaml-character",
    "this character cannot stand here",
    "Put the value in quotes if it begins with @, ` or %, and write control characters as escapes in double quotes.",
);
const COMMENT: Words = (
    "yaml-comment",
    "a comment or a blank is missing or in the wrong place here",
    "Put a blank before #, and no comment between the lines of one value.",
);
const OTHER: Words = (
    "yaml-syntax",
    "this is not valid YAML",
    "Check indentation, quotes, brackets and colons up to this place.",
);

fn words(kind: &ErrorKind) -> Words {
    use ErrorKind as E;
    match kind {
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart
        | E::TabInPlainScalar
        | E::InvalidBlockEntryWhitespace
        | E::InvalidMappingValueWhitespace
        | E::UnexpectedCharacter { character: '\t' } => TAB,
        E::InvalidIndentation
        | E::InvalidBlockScalarIndent
        | E::InvalidQuotedScalarIndent
        | E::InvalidFlowScalarIndent
        | E::ExpectedBlockMappingKey
        | E::ExpectedBlockSequenceEntry
        | E::BlockSequenceEntryNotAllowed
        | E::MappingKeyNotAllowed
        | E::UnexpectedEofBlockSequence
        | E::UnexpectedEofBlockMapping => INDENTATION,
        E::MappingValueNotAllowed | E::InvalidColonPlacement => COLON,
        E::SimpleKeyExpected | E::InvalidSimpleKey => KEY,
        E::UnclosedFlowCollection { .. }
        | E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping => UNCLOSED,
        E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::FlowMappingValueAdjacentCollection
        | E::BlockEntryInFlowCollection
        | E::PlainScalarStartsWithDashFlowIndicator => SEPARATOR,
        E::MisplacedFlowCollectionEnd | E::MismatchedFlowCollectionEnd { .. } => BRACKET,
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => QUOTE,
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => AFTER_QUOTE,
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => ESCAPE,
        E::UnknownAnchor | E::MissingAnchorOrAliasName | E::AnchorCountOverflow => ANCHOR,
        E::RecursionLimitExceeded => NESTING,
        E::ZeroBlockScalarIndent | E::InvalidBlockScalarHeader => BLOCK_HEADER,
        E::UnexpectedCharacter { .. } | E::BomInsideDocument => CHARACTER,
        E::CommentInterceptedScalar | E::CommentNotSeparated | E::ExpectedWhitespace => COMMENT,
        E::ExpectedTagBang
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagTerminator
        | E::MissingTagUri
        | E::UnclosedVerbatimTag
        | E::InvalidTagEscape
        | E::InvalidTagUtf8LeadingByte
        | E::InvalidTagUtf8TrailingByte
        | E::InvalidTagUtf8
        | E::UndeclaredTagHandle => TAG,
        E::DuplicateVersionDirective
        | E::UnsupportedYamlMajorVersion
        | E::DuplicateTagDirective
        | E::MissingDocumentEndBeforeDirective
        | E::ExpectedTagDirectiveBang
        | E::InvalidDirectiveTerminator
        | E::MissingYamlVersionSeparator
        | E::MissingDirectiveName
        | E::InvalidDirectiveName
        | E::DirectiveByteLimitExceeded { .. }
        | E::TooManyReservedDirectiveParams { .. }
        | E::YamlVersionTooLong
        | E::MissingYamlVersion
        | E::InvalidTagDirectiveTerminator => DIRECTIVE,
        // The parser's table is open-ended, and the rest cannot come from a text in memory.
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    fn check(source: &str, rule: &str) {
        let fault = parse(source).unwrap_err();
        assert_eq!(fault.problem.rule, rule, "{source:?} {fault:?}");
        assert!(fault.mark.is_some(), "{source:?}");
    }

    #[test]
    fn families() {
        check("a:\n\tb: 1", "yaml-tab");
        check("a:\n  b: 1\n\tc: 1", "yaml-tab");
        check("a:\n  b: 1\n c: 1", "yaml-indentation");
        check("- a\nb: c", "yaml-indentation");
        check("a: b: c", "yaml-colon");
        check("a: 1\nb\nc: 1", "yaml-key");
        check("a: [1, 2", "yaml-unclosed");
        check("a: {b: 1", "yaml-unclosed");
        check("a: ]", "yaml-bracket");
        check("a: \"x", "yaml-quote");
        check("a: 'x' y", "yaml-after-quote");
        check("a: \"\\q\"", "yaml-escape");
        check("a: *x", "yaml-anchor-unknown");
        check("a: @x", "yaml-character");
        check("a: b\0", "yaml-character");
        check("a: | x\n  y", "yaml-block-header");
        check("a: !x!y z", "yaml-tag");
        check("%YAML 9.9\n---\na: 1", "yaml-directive");
    }
}
