//! Files, directories and links in Flatcar's own tree, where the files stage writes them: the same for configs
//! of every version.

use std::collections::HashMap;

use super::places::{Kind, Place, Places};
use super::{Findings, os, problems};

pub(super) fn check(places: &Places, findings: &mut Findings) {
    meetings(places, findings);
    for place in places.iter() {
        below_file(place, places, findings);
        read_only(place, findings);
    }
}

/// Error: two paths must not meet behind a link of Flatcar's.
fn meetings(places: &Places, findings: &mut Findings) {
    let mut first_behind: HashMap<String, &Place> = HashMap::new();
    for place in places.iter() {
        let first = *first_behind
            .entry(os::resolve(&place.path))
            .or_insert(place);
        if first.path != place.path {
            let problem = problems::same_path_behind_link(first);
            findings.error(place.origin, problem.found(&place.path));
        }
    }
}

/// Error: only directories have something below them.
fn below_file(place: &Place, places: &Places, findings: &mut Findings) {
    let mut above = places.above(&place.path);
    let file = above.find(|above| matches!(above.kind, Kind::File | Kind::Networkd));
    if let Some(file) = file {
        let problem = problems::file_parent(place.kind, file);
        findings.error(place.origin, problem.found(&place.path));
    }
}

/// Error: Flatcar's own tree cannot be written.
fn read_only(place: &Place, findings: &mut Findings) {
    if os::is_read_only(&os::resolve(&place.path)) {
        let problem = problems::read_only_path(place.kind);
        findings.error(place.origin, problem.found(&place.path));
    }
}
