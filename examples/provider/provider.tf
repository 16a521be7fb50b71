terraform {
  required_providers {
    lokomotive = {
      source = "lokomotive/lokomotive"
    }
  }
}

# Without a block `aws`, or for what it leaves out, the environment says where AWS is and who asks.
provider "lokomotive" {
  aws {
    region  = "eu-central-1"
    profile = "production"

    assume_role {
      role_arn     = "arn:aws:iam::123456789012:role/lokomotive"
      session_name = "terraform"
    }

    default_tags = {
      team = "platform"
    }
  }
}
