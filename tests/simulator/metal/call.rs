//! A request about to be carried out, with everything it may touch.

use serde_json::Value;

use super::super::call::LaunchFailure;
use super::super::clock::Moment;
use super::super::form::Form;
use super::super::ids::Ids;
use super::super::options::Options;
use super::super::refusal::Refusal;
use super::device::Device;
use super::inclusion::Inclusion;
use super::reservation::Reservation;
use super::world::World;

/// What an operation answers: a status and a body, which some answers do not have.
pub(crate) type Answer = Result<(u16, Option<Value>), Refusal>;

/// The call of an operation.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// The id in the path.
    pub(crate) id: &'a str,
    /// The path.
    pub(crate) path: &'a str,
    /// The query.
    pub(crate) query: Form<'a>,
    /// The body, which is as it should be.
    pub(crate) body: &'a Value,
    /// Who asks.
    pub(crate) token: &'a str,
    /// When.
    pub(crate) now: Moment,
    /// How things behave.
    pub(crate) options: &'a Options,
    /// What there is.
    pub(crate) world: &'a mut World,
    /// New ids.
    pub(crate) ids: &'a mut Ids,
    /// Creations that are to fail.
    pub(crate) failures: &'a mut Vec<LaunchFailure>,
}

/// What an answer may tell of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    /// What there is.
    pub(crate) world: &'a World,
    /// How things behave.
    pub(crate) options: &'a Options,
    /// When.
    pub(crate) now: Moment,
}

impl Call<'_> {
    /// What it may tell of.
    pub(crate) fn scene(&self) -> Scene<'_> {
        Scene {
            world: self.world,
            options: self.options,
            now: self.now,
        }
    }

    /// What else than the thing itself is to be shown.
    pub(crate) fn inclusion(&self) -> Inclusion {
        Inclusion::new(self.query.text("include"), self.query.text("exclude"))
    }

    /// The project in the path.
    pub(crate) fn project(&self) -> Result<&str, Refusal> {
        let options = &self.options.metal;
        if !options.projects.contains(self.id) {
            return Err(missing());
        }
        if !options.lets_see(self.token, self.id) {
            return Err(refuse(403, "You are not authorized to view this project"));
        }
        Ok(self.id)
    }

    /// The device in the path.
    pub(crate) fn device(&self) -> Result<&Device, Refusal> {
        let index = self.device_index()?;
        Ok(&self.world.devices[index])
    }

    /// The device in the path, to be changed.
    pub(crate) fn device_mut(&mut self) -> Result<&mut Device, Refusal> {
        let index = self.device_index()?;
        Ok(&mut self.world.devices[index])
    }

    /// The reservation in the path.
    pub(crate) fn reservation(&self) -> Result<&Reservation, Refusal> {
        let mut reservations = self.world.reservations.iter();
        let found = reservations.find(|reservation| reservation.id == self.id);
        let found = found.ok_or_else(missing)?;
        if !self.options.metal.lets_see(self.token, &found.project) {
            return Err(self.hidden());
        }
        Ok(found)
    }

    /// A field of the body that is text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.body[name].as_str()
    }

    fn device_index(&self) -> Result<usize, Refusal> {
        let mut devices = self.world.devices.iter();
        let found = devices.position(|device| device.id == self.id);
        let index = found.ok_or_else(missing)?;
        let device = &self.world.devices[index];
        let metal = &self.options.metal;
        if device.is_evicted(self.now, self.options)
            || !metal.projects.contains(&device.project)
            || !metal.lets_see(self.token, &device.project)
        {
            return Err(self.hidden());
        }
        if !device.exists(self.now, self.options) {
            return Err(missing());
        }
        Ok(index)
    }

    /// What is answered of a thing that one may not see.
    fn hidden(&self) -> Refusal {
        match self.options.metal.hidden_status {
            404 => missing(),
            status => refuse(status, "You are not authorized to view this device"),
        }
    }
}

/// An error: the API has sentences instead of codes.
pub(crate) fn refuse(status: u16, sentence: impl Into<String>) -> Refusal {
    Refusal::with_status(status, "", sentence)
}

/// What the caller asks for cannot be.
pub(crate) fn unprocessable(sentence: impl Into<String>) -> Refusal {
    refuse(422, sentence)
}

/// A thing that is not there.
pub(crate) fn missing() -> Refusal {
    refuse(404, "Not found")
}
