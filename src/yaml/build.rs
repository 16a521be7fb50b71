//! From parser events to a [`Tree`].

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Span, StructureStyle};

use super::position::{self, Positions, mark};
use super::{Entry, Fault, Kind, MAX_DOCUMENT, Scalar, Style, Tag, Tree, syntax};
use crate::report::Mark;

/// How deep sequences and mappings may nest.
const MAX_NESTING: usize = 100;

/// How much all aliases of a document together may stand for, in bytes: [`NODE_WEIGHT`] for each node and
/// the text of its scalars. Real documents repeat a few lists and hosts; alias bombs grow exponentially.
const MAX_EXPANSION: usize = 16 << 20;

/// How many items all sequences of a document together may have. The shortest real entries take some
/// 25 bytes, so a document of [`MAX_DOCUMENT`] bytes stays below; decoded, an item takes up to a kilobyte.
const MAX_ITEMS: usize = 200_000;

/// What a node counts beside its text.
const NODE_WEIGHT: usize = 64;

/// Reads the first document of a YAML text. What follows it must begin as a document, but is not read.
///
/// # Errors
/// Fails with the first place that is not YAML, that is nested too deep or expands to too much.
pub fn parse(source: &str) -> Result<Tree<'_>, Fault> {
    if source.len() > MAX_DOCUMENT {
        return Err(Fault {
            mark: None,
            problem: syntax::document_too_large(),
        });
    }
    let mut builder = Builder::new(source);
    for event in Parser::new_from_str_with_options(source, options(false)) {
        let (event, span) = event.map_err(|error| fault(&error))?;
        if builder.take(event, span)? == Progress::Done {
            break;
        }
    }
    Ok(builder.tree)
}

/// How texts are read, with or without events for comments.
pub(super) fn options(comments: bool) -> Options {
    granit_parser::options! {
        block_scalar_eof_without_line_feed: true,
        emit_anchor_events: true,
        emit_comments: comments,
        flow_nesting_limit: MAX_NESTING,
        block_nesting_limit: MAX_NESTING,
    }
}

fn fault(error: &ScanError) -> Fault {
    Fault {
        mark: Some(mark(*error.marker())),
        problem: syntax::problem(error.kind()),
    }
}

#[derive(PartialEq)]
enum Progress {
    Going,
    Done,
}

struct Builder<'i> {
    tree: Tree<'i>,
    positions: Positions<'i>,
    /// The collections that are open, outermost first.
    open: Vec<Open>,
    /// Children of the open collections, outermost first.
    pending: Vec<usize>,
    /// What each anchor names, by the parser's anchor number.
    anchors: Vec<Anchor>,
    /// What the aliases so far stand for.
    expansion: usize,
    /// The items of the sequences so far.
    items: usize,
    ended: bool,
}

/// A collection whose end has not come yet.
struct Open {
    id: usize,
    /// Where its children begin in [`Builder::pending`].
    first: usize,
    /// What its children expand to.
    weight: usize,
    anchor: usize,
}

#[derive(Clone, Copy)]
struct Anchor {
    id: usize,
    /// What the node expands to; `None` while it is open.
    weight: Option<usize>,
}

impl<'i> Builder<'i> {
    fn new(source: &'i str) -> Self {
        Self {
            tree: Tree::default(),
            positions: Positions::new(source),
            open: Vec::new(),
            pending: Vec::new(),
            anchors: Vec::new(),
            expansion: 0,
            items: 0,
            ended: false,
        }
    }

    fn take(&mut self, event: Event<'i>, span: Span) -> Result<Progress, Fault> {
        match event {
            Event::DocumentEnd => self.ended = true,
            Event::DocumentStart(..) if self.ended => {
                self.tree.second_document = Some(mark(span.start));
                return Ok(Progress::Done);
            }
            Event::Scalar(text, style, anchor, tag) => {
                // An absent value comes as a `~` of no width; a written one has a width.
                let absent = style == ScalarStyle::Plain && span.start == span.end;
                let at = if absent {
                    self.positions.absent(&span)
                } else {
                    self.positions.scalar(style, &span)
                };
                let scalar = Scalar {
                    text: if absent { "".into() } else { text },
                    style: style.into(),
                    tag: tag.as_deref().map_or(Tag::None, Tag::from),
                };
                let weight = NODE_WEIGHT + scalar.text.len();
                let id = self.add(at, Kind::Scalar(scalar));
                self.name(anchor, id, Some(weight));
                self.place(id, weight);
            }
            Event::SequenceStart(style, anchor, _) => {
                let at = match self.open.last().map(|open| &self.tree.entries[open.id]) {
                    Some(
                        parent @ Entry {
                            kind: Kind::Mapping(_),
                            ..
                        },
                    ) if style == StructureStyle::Block => {
                        self.positions.sequence_in(parent.mark, &span)
                    }
                    _ => position::node(&span),
                };
                self.start(at, Kind::Sequence(0..0), anchor);
            }
            Event::MappingStart(_, anchor, _) => {
                let at = position::node(&span);
                self.start(at, Kind::Mapping(0..0), anchor);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end()?,
            Event::Anchor(anchor, _) => {
                if let Some(anchor) = self.anchors.get(anchor) {
                    let entry = &mut self.tree.entries[anchor.id];
                    entry.mark = entry.mark.min(mark(span.start));
                }
                return Ok(Progress::Going); // Its span lies before the node's.
            }
            Event::Alias(anchor) => self.alias(anchor, mark(span.start))?,
            _ => {}
        }
        self.positions.passed(&span);
        Ok(Progress::Going)
    }

    fn alias(&mut self, anchor: usize, at: Mark) -> Result<(), Fault> {
        let fault = |problem| Fault {
            mark: Some(at),
            problem,
        };
        let Some(&anchor) = self.anchors.get(anchor) else {
            return Err(fault(syntax::unknown_anchor()));
        };
        let Some(weight) = anchor.weight else {
            return Err(fault(syntax::alias_of_itself()));
        };
        self.expansion = self.expansion.saturating_add(weight);
        if self.expansion > MAX_EXPANSION {
            return Err(fault(syntax::alias_expansion()));
        }
        let id = self.add(at, Kind::Alias(anchor.id));
        self.place(id, weight);
        Ok(())
    }

    fn start(&mut self, at: Mark, kind: Kind<'i>, anchor: usize) {
        let id = self.add(at, kind);
        self.name(anchor, id, None);
        self.open.push(Open {
            id,
            first: self.pending.len(),
            weight: NODE_WEIGHT,
            anchor,
        });
    }

    fn end(&mut self) -> Result<(), Fault> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let first = self.tree.children.len();
        self.tree.children.extend(self.pending.drain(open.first..));
        let range = first..self.tree.children.len();
        let entry = &mut self.tree.entries[open.id];
        match &mut entry.kind {
            Kind::Sequence(children) => {
                self.items += range.len();
                *children = range;
            }
            Kind::Mapping(children) => *children = range,
            Kind::Scalar(_) | Kind::Alias(_) => {}
        }
        if self.items > MAX_ITEMS {
            return Err(Fault {
                mark: Some(entry.mark),
                problem: syntax::too_many_items(),
            });
        }
        self.name(open.anchor, open.id, Some(open.weight));
        self.place(open.id, open.weight);
        Ok(())
    }

    fn add(&mut self, mark: Mark, kind: Kind<'i>) -> usize {
        self.tree.entries.push(Entry { mark, kind });
        self.tree.entries.len() - 1
    }

    /// Gives a complete node to the collection it stands in.
    fn place(&mut self, id: usize, weight: usize) {
        match self.open.last_mut() {
            Some(open) => {
                open.weight = open.weight.saturating_add(weight);
                self.pending.push(id);
            }
            None => self.tree.root = Some(id),
        }
    }

    /// Notes the anchor of a node; the parser numbers anchors from 1, 0 is none.
    fn name(&mut self, anchor: usize, id: usize, weight: Option<usize>) {
        if anchor == 0 {
            return;
        }
        if self.anchors.len() <= anchor {
            self.anchors.resize(anchor + 1, Anchor { id, weight: None });
        }
        self.anchors[anchor] = Anchor { id, weight };
    }
}

impl From<ScalarStyle> for Style {
    fn from(style: ScalarStyle) -> Self {
        match style {
            ScalarStyle::Plain => Self::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Self::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Self::Block,
        }
    }
}

impl From<&granit_parser::Tag> for Tag {
    fn from(tag: &granit_parser::Tag) -> Self {
        match tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() {
            Some("str") => Self::Str,
            Some("int") => Self::Int,
            Some("float") => Self::Float,
            Some("bool") => Self::Bool,
            Some("null") => Self::Null,
            Some("binary") => Self::Binary,
            _ => Self::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Content, Node};
    use super::*;

    /// The tree as text: `L:C` and what is there.
    fn shown(node: Node<'_>) -> String {
        let at = format!("{}:{}", node.mark().line, node.mark().column);
        match node.content() {
            Content::Scalar(scalar) => format!("{at} {:?}", scalar.text),
            Content::Sequence(items) => {
                let items: Vec<_> = items.map(shown).collect();
                format!("{at} [{}]", items.join(", "))
            }
            Content::Mapping(pairs) => {
                let pairs: Vec<_> = pairs
                    .map(|(key, value)| format!("{}: {}", shown(key), shown(value)))
                    .collect();
                format!("{at} {{{}}}", pairs.join(", "))
            }
            Content::Alias(target) => format!("{at} *{}", target.mark()),
        }
    }

    fn check(source: &str, expect: &str) {
        let tree = parse(source).unwrap();
        assert_eq!(
            tree.root().map_or(String::new(), shown),
            expect,
            "{source:?}"
        );
    }

    fn check_fault(source: &str, rule: &str, line: u32, column: u32) {
        let fault = parse(source).unwrap_err();
        assert_eq!(fault.problem.rule, rule, "{source:?}");
        assert_eq!(fault.mark, Some(Mark { line, column }), "{source:?}");
    }

    #[test]
    fn nodes_start_where_libyaml_says() {
        check("", "");
        check("# nothing\n", "");
        check("---", r#"1:4 """#);
        check("a:\nb: ~", r#"1:1 {1:1 "a": 1:3 "", 2:1 "b": 2:4 "~"}"#);
        check("{é: b}", r#"1:1 {1:2 "é": 1:5 "b"}"#);
        check("a:\n  b: c", r#"1:1 {1:1 "a": 2:3 {2:3 "b": 2:6 "c"}}"#);
        check("a:\n  - b\n  -", r#"1:1 {1:1 "a": 2:3 [2:5 "b", 3:4 ""]}"#);
        check("a:\n- b\n- c", r#"1:1 {1:1 "a": 2:1 [2:3 "b", 3:3 "c"]}"#);
        check(
            "- x:\n  # c\n  - - b",
            r#"1:1 [1:3 {1:3 "x": 3:3 [3:5 [3:7 "b"]]}]"#,
        );
        check(
            "a: &q\n  b: &r c\nd: *q",
            r#"1:1 {1:1 "a": 1:4 {2:3 "b": 2:6 "c"}, 3:1 "d": 3:4 *line 1, column 4}"#,
        );
        check(
            "a: !!str 1\nf: &z\n- 1",
            r#"1:1 {1:1 "a": 1:4 "1", 2:1 "f": 2:4 [3:3 "1"]}"#,
        );
    }

    #[test]
    fn block_scalars_start_at_their_indicator() {
        check(
            "a: |\n  | x\nb:  >-\n  y\n",
            r#"1:1 {1:1 "a": 1:4 "| x\n", 3:1 "b": 3:5 "y"}"#,
        );
        check(
            "- # > no\n  |\n  x\n- !!str |\n  y\n-   |",
            r#"1:1 [2:3 "x\n", 4:3 "y\n", 6:5 ""]"#,
        );
        check("\"a|b\": |\n  x", r#"1:1 {1:1 "a|b": 1:8 "x"}"#);
    }

    #[test]
    fn the_first_document_counts() {
        check("a: 1\n---\nb: [", r#"1:1 {1:1 "a": 1:4 "1"}"#);
        let tree = parse("a: 1\n...\nb: 1").unwrap();
        assert_eq!(tree.second_document(), Some(Mark { line: 3, column: 1 }));
    }

    #[test]
    fn limits() {
        check_fault("a: &a [*a]", "yaml-alias-of-itself", 1, 8);
        check_fault("a: *a", "yaml-anchor-unknown", 1, 4);
        let deep = "[".repeat(101) + &"]".repeat(101);
        check_fault(&deep, "yaml-nesting", 1, 101);
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x]\n");
        for i in 1..16 {
            let aliases = vec![format!("*a{}", i - 1); 8].join(",");
            bomb.extend([format!("a{i}: &a{i} [{aliases}]\n")]);
        }
        check_fault(&bomb, "yaml-alias-expansion", 6, 30);
        let long = format!("a: [{}]", "~,".repeat(MAX_ITEMS + 1));
        check_fault(&long, "yaml-too-many-items", 1, 4);
        let large = format!("a: \"{}\"", "x".repeat(MAX_DOCUMENT));
        let fault = parse(&large).unwrap_err();
        assert_eq!((fault.problem.rule, fault.mark), ("yaml-too-large", None));
    }
}
