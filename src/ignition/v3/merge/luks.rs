//! Merging of encrypted volumes.

use super::Merge;
use super::lists::{concatenated, scalar};
use crate::ignition::v3::luks::{Clevis, ClevisCustom, Luks, Tang};

impl Merge for Luks {
    fn merge(self, child: Self) -> Self {
        Self {
            clevis: self.clevis.merge(child.clevis),
            device: scalar(self.device, child.device),
            discard: scalar(self.discard, child.discard),
            key_file: self.key_file.merge(child.key_file),
            label: scalar(self.label, child.label),
            name: child.name,
            open_options: self.open_options.merge(child.open_options),
            options: concatenated(self.options, child.options),
            uuid: scalar(self.uuid, child.uuid),
            wipe_volume: scalar(self.wipe_volume, child.wipe_volume),
        }
    }
}

impl Merge for Clevis {
    fn merge(self, child: Self) -> Self {
        Self {
            custom: self.custom.merge(child.custom),
            tang: self.tang.merge(child.tang),
            threshold: scalar(self.threshold, child.threshold),
            tpm2: scalar(self.tpm2, child.tpm2),
        }
    }
}

impl Merge for ClevisCustom {
    fn merge(self, child: Self) -> Self {
        Self {
            config: scalar(self.config, child.config),
            needs_network: scalar(self.needs_network, child.needs_network),
            pin: scalar(self.pin, child.pin),
        }
    }
}

impl Merge for Tang {
    fn merge(self, child: Self) -> Self {
        Self {
            advertisement: scalar(self.advertisement, child.advertisement),
            thumbprint: scalar(self.thumbprint, child.thumbprint),
            url: child.url,
        }
    }
}
