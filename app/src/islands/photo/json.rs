//! Reading JSON without types of its own: the browser has a parser, and derived ones would double what is downloaded.

/// A value of parsed JSON. What is missing is null, and null has no text, no number and no items.
pub(super) trait Json: Sized {
    fn get(&self, key: &str) -> Self;
    fn items(&self) -> Vec<Self>;
    fn text(&self) -> Option<String>;
    fn number(&self) -> Option<f32>;

    /// The text under a key; empty where there is none.
    fn words(&self, key: &str) -> String {
        self.get(key).text().unwrap_or_default()
    }

    /// The numbers of a list.
    fn numbers<const N: usize>(&self) -> Option<[f32; N]> {
        let numbers: Option<Vec<f32>> = self.items().iter().map(Json::number).collect();
        numbers?.try_into().ok()
    }
}

#[cfg(feature = "hydrate")]
impl Json for wasm_bindgen::JsValue {
    fn get(&self, key: &str) -> Self {
        js_sys::Reflect::get(self, &key.into()).unwrap_or_default()
    }

    fn items(&self) -> Vec<Self> {
        if js_sys::Array::is_array(self) { js_sys::Array::from(self).to_vec() } else { Vec::new() }
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn number(&self) -> Option<f32> {
        self.as_f64().map(|number| number as f32)
    }
}

#[cfg(test)]
impl Json for serde_json::Value {
    fn get(&self, key: &str) -> Self {
        Self::get(self, key).cloned().unwrap_or_default()
    }

    fn items(&self) -> Vec<Self> {
        self.as_array().cloned().unwrap_or_default()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn number(&self) -> Option<f32> {
        self.as_f64().map(|number| number as f32)
    }
}
