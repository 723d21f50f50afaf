//! How the bank says no: its `ErrorsDTO`.

use super::json::Json;
use crate::sandbox::habits::Missing;
use crate::sandbox::message::Response;

/// One refusal, before it gets its trace id.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: &'static str,
    message: String,
    resource: Option<&'static str>,
    /// Values that belong into the message when it is translated; with the untranslated template.
    values: Option<(&'static str, Vec<String>)>,
}

impl Refusal {
    pub(super) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            resource: None,
            values: None,
        }
    }

    /// A request that makes no sense, without an error code of its own.
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(400, "BAD_REQUEST", message)
    }

    pub(super) fn not_found() -> Self {
        Self::new(404, "NOT_FOUND", "The requested resource was not found.")
    }

    pub(super) fn method(method: &str) -> Self {
        let message = format!("Request method '{method}' is not supported.");
        Self::new(405, "METHOD_NOT_ALLOWED", message)
    }

    pub(super) fn at(mut self, resource: &'static str) -> Self {
        self.resource = Some(resource);
        self
    }

    pub(super) fn with_values(mut self, template: &'static str, values: Vec<String>) -> Self {
        self.values = Some((template, values));
        self
    }

    pub(super) fn response(&self, trace: &str) -> Response {
        let mut json = Json::new(Missing::Omitted);
        json.begin();
        json.list("errors");
        self.write(&mut json, trace);
        json.end_list();
        json.end();
        let media = "application/vnd.sparebank1.v1+json;charset=utf-8";
        Response::new(self.status, media, json.into_bytes())
    }

    /// Writes the refusal as one element of a list.
    pub(super) fn write(&self, json: &mut Json, trace: &str) {
        json.begin();
        json.text("code", self.code);
        json.text("message", &self.message);
        json.text("traceId", trace);
        json.number("httpCode", i64::from(self.status));
        json.maybe("resource", self.resource);
        if let Some((template, values)) = &self.values {
            json.object("localizedMessage");
            json.text("template", template);
            json.list("values");
            for value in values {
                json.item(value);
            }
            json.end_list();
            json.end();
        }
        json.end();
    }
}
