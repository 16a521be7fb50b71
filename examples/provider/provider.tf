terraform {
  required_providers {
    lokomotive = {
      source = "lokomotive/lokomotive"
    }
  }
}

provider "lokomotive" {}
