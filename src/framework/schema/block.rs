//! Blocks: a group of attributes and of further blocks.

use std::collections::BTreeMap;

use super::attribute::Attribute;
use crate::framework::{Type, Value};

/// Attributes and nested blocks.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// The attributes, in the order of the documentation.
    pub attributes: Vec<Attribute>,
    /// The nested blocks, in the order of the documentation.
    pub blocks: Vec<NestedBlock>,
}

/// How often a nested block may occur, and what its value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nesting {
    /// At most once: an object, or null.
    Single,
    /// At most once, always an object: without the block its attributes are null.
    Group,
    /// In order: a list of objects, empty without blocks.
    List,
    /// Without order: a set of objects, empty without blocks.
    Set,
    /// Each with a label: a map of objects, empty without blocks.
    Map,
}

/// A block inside a block.
#[derive(Debug, Clone)]
pub struct NestedBlock {
    /// Its name.
    pub name: &'static str,
    /// How often it may occur.
    pub nesting: Nesting,
    /// How often it must occur.
    pub min_items: u32,
    /// How often it may occur at most; 0 for any number. For a single block Terraform wants the minimum
    /// here again.
    pub max_items: u32,
    /// What it means, in markdown, for the documentation.
    pub description: &'static str,
    /// What is inside.
    pub block: Block,
}

impl Block {
    /// A block with nothing inside.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attribute(mut self, attribute: Attribute) -> Self {
        self.attributes.push(attribute);
        self
    }

    /// Adds a nested block.
    #[must_use]
    pub fn block(mut self, block: NestedBlock) -> Self {
        self.blocks.push(block);
        self
    }

    /// The type of its value: an object with every attribute and every nested block.
    #[must_use]
    pub fn ty(&self) -> Type {
        let attributes = self
            .attributes
            .iter()
            .map(|attribute| (attribute.name, attribute.ty.clone()));
        let blocks = self.blocks.iter().map(|block| (block.name, block.ty()));
        Type::object(attributes.chain(blocks))
    }

    /// Gives an object every attribute and nested block that it lacks: null, or empty where a block's
    /// value is never null.
    pub fn complete(&self, value: &mut Value) {
        let Value::Object(object) = value else {
            return;
        };
        for attribute in &self.attributes {
            object
                .entry(attribute.name.to_owned())
                .or_insert(Value::Null);
        }
        for nested in &self.blocks {
            let value = object.entry(nested.name.to_owned()).or_insert(Value::Null);
            if value.is_null() {
                *value = nested.absent();
            }
            for element in elements_mut(value) {
                nested.block.complete(element);
            }
        }
    }

    /// Gives an object the defaults of attributes that are null.
    pub fn fill_defaults(&self, value: &mut Value) {
        let Value::Object(object) = value else {
            return;
        };
        for attribute in &self.attributes {
            if let (Some(default), Some(value)) =
                (&attribute.default, object.get_mut(attribute.name))
                && value.is_null()
            {
                *value = default.clone();
            }
        }
        for nested in &self.blocks {
            if let Some(value) = object.get_mut(nested.name) {
                elements_mut(value).for_each(|element| nested.block.fill_defaults(element));
            }
        }
    }
}

/// The objects in the value of a nested block.
fn elements_mut(value: &mut Value) -> Box<dyn Iterator<Item = &mut Value> + '_> {
    match value {
        Value::List(elements) | Value::Set(elements) => Box::new(elements.iter_mut()),
        Value::Map(elements) => Box::new(elements.values_mut()),
        value => Box::new(std::iter::once(value)),
    }
}

impl NestedBlock {
    fn new(name: &'static str, nesting: Nesting, block: Block) -> Self {
        Self {
            name,
            nesting,
            min_items: 0,
            max_items: 0,
            description: "",
            block,
        }
    }

    /// A block that occurs at most once.
    #[must_use]
    pub fn single(name: &'static str, block: Block) -> Self {
        Self::new(name, Nesting::Single, block)
    }

    /// A block that is always there, with null attributes when the user does not write it.
    #[must_use]
    pub fn group(name: &'static str, block: Block) -> Self {
        Self::new(name, Nesting::Group, block)
    }

    /// A block that occurs any number of times, in order.
    #[must_use]
    pub fn list(name: &'static str, block: Block) -> Self {
        Self::new(name, Nesting::List, block)
    }

    /// A block that occurs any number of times, without order.
    #[must_use]
    pub fn set(name: &'static str, block: Block) -> Self {
        Self::new(name, Nesting::Set, block)
    }

    /// A block that occurs any number of times, each with a label.
    #[must_use]
    pub fn map(name: &'static str, block: Block) -> Self {
        Self::new(name, Nesting::Map, block)
    }

    /// Says what it means, in markdown.
    #[must_use]
    pub fn describe(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// How often it must and may occur; a maximum of 0 is none. A single block that must be there has 1
    /// and 1.
    #[must_use]
    pub fn items(mut self, min: u32, max: u32) -> Self {
        self.min_items = min;
        self.max_items = max;
        self
    }

    /// The type of its value.
    #[must_use]
    pub fn ty(&self) -> Type {
        let object = self.block.ty();
        match self.nesting {
            Nesting::Single | Nesting::Group => object,
            Nesting::List => Type::list(object),
            Nesting::Set => Type::set(object),
            Nesting::Map => Type::map(object),
        }
    }

    /// Its value when the user wrote none.
    #[must_use]
    pub fn absent(&self) -> Value {
        match self.nesting {
            Nesting::Single => Value::Null,
            Nesting::Group => Value::Object(BTreeMap::new()),
            Nesting::List => Value::List(Vec::new()),
            Nesting::Set => Value::Set(Vec::new()),
            Nesting::Map => Value::Map(BTreeMap::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner() -> Block {
        Block::new().attribute(Attribute::optional("a", Type::String, "A."))
    }

    #[test]
    fn what_is_absent_is_null_or_empty() {
        let block = Block::new()
            .attribute(Attribute::optional("text", Type::String, "Text."))
            .block(NestedBlock::single("single", inner()))
            .block(NestedBlock::group("group", inner()))
            .block(NestedBlock::list("list", inner()))
            .block(NestedBlock::map("map", inner()));
        let mut value =
            Value::object([("list", Value::List(vec![Value::Object(BTreeMap::new())]))]);
        block.complete(&mut value);
        let element = Value::object([("a", Value::Null)]);
        assert_eq!(
            value,
            Value::object([
                ("text", Value::Null),
                ("single", Value::Null),
                ("group", element.clone()),
                ("list", Value::List(vec![element])),
                ("map", Value::Map(BTreeMap::new())),
            ])
        );
    }

    #[test]
    fn an_unknown_block_stays_unknown() {
        let block = Block::new().block(NestedBlock::list("list", inner()));
        let mut value = Value::object([("list", Value::UNKNOWN)]);
        block.complete(&mut value);
        assert_eq!(value, Value::object([("list", Value::UNKNOWN)]));
    }

    #[test]
    fn the_type_has_attributes_and_blocks() {
        let block = Block::new()
            .attribute(Attribute::required("text", Type::String, "Text."))
            .block(NestedBlock::set("set", inner()));
        assert_eq!(
            block.ty(),
            Type::object([
                ("text", Type::String),
                ("set", Type::set(Type::object([("a", Type::String)]))),
            ])
        );
    }
}
