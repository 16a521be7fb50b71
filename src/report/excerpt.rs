//! The offending line of a document, shortened and with secrets masked.
