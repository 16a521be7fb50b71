//! The service asked as Terraform would.
