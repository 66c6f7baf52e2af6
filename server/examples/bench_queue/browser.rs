//! A browser of a reviewer: keeps cookies, sends forms, follows nothing.

use crate::between;
use anyhow::{Context as _, Result, ensure};
use reqwest::{Client, Response, header, redirect::Policy};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) struct Browser {
    client: Client,
    base: String,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) async fn sign_in(base: &str, login: &str, password: &str) -> Result<Self> {
        let client = Client::builder().redirect(Policy::none()).build()?;
        let mut browser = Self { client, base: base.to_owned(), cookies: BTreeMap::new() };
        let form = format!("login={login}&password={password}");
        let place = browser.post("/api/console-sign-in", form).await?;
        ensure!(place.starts_with("/console") && !place.contains("__err"), "{login} cannot sign in: {place}");
        Ok(browser)
    }

    pub(crate) async fn get(&mut self, path: &str) -> Result<String> {
        let request = self.client.get(format!("{}{path}", self.base)).header(header::ACCEPT, "text/html");
        let answer = request.header(header::COOKIE, self.cookie()).send().await?;
        ensure!(answer.status().is_success(), "{path}: {}", answer.status());
        Ok(answer.text().await?)
    }

    /// Takes the next case; the address of its page, or none where nothing waits any more.
    pub(crate) async fn pull(&mut self) -> Result<Option<String>> {
        let place = self.post("/api/take-next-case", String::new()).await?;
        Ok(Some(place).filter(|place| place.starts_with("/console/case/")))
    }

    /// Approves the case that a page shows, item by item.
    pub(crate) async fn approve(&mut self, case: &str, page: &str) -> Result<()> {
        let id = case.rsplit('/').next().unwrap_or_default();
        let version = between(page, "name=\"version\" value=\"", "\"")?;
        let items: BTreeSet<&str> =
            page.split("name=\"verdict_").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        ensure!(!items.is_empty(), "the page asks for no item");
        let verdicts = items.iter().map(|item| format!("&verdict_{item}=accept")).collect::<Vec<_>>().concat();
        let place =
            self.post("/api/decide-case", format!("case={id}&version={version}&decision=approve{verdicts}")).await?;
        ensure!(place == "/console", "not decided: {place}");
        Ok(())
    }

    /// A file, piece by piece: its bytes and its lines.
    pub(crate) async fn download(&mut self, path: &str) -> Result<(u64, u64)> {
        let request = self.client.get(format!("{}{path}", self.base)).header(header::COOKIE, self.cookie());
        let mut answer = request.send().await?;
        ensure!(answer.status().is_success(), "{path}: {}", answer.status());
        let (mut bytes, mut lines) = (0, 0);
        while let Some(piece) = answer.chunk().await? {
            bytes += piece.len() as u64;
            lines += piece.split(|byte| *byte == b'\n').count() as u64 - 1;
        }
        Ok((bytes, lines))
    }

    /// Sends a form; where it leads to.
    pub(crate) async fn post(&mut self, path: &str, form: String) -> Result<String> {
        let request = self.client.post(format!("{}{path}", self.base)).header(header::ORIGIN, &self.base);
        let request =
            request.header(header::ACCEPT, "text/html").header(header::REFERER, format!("{}/console", self.base));
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = request.header(header::COOKIE, self.cookie()).body(form).send().await?;
        self.keep_cookies(&answer);
        let place = answer.headers().get(header::LOCATION).and_then(|place| place.to_str().ok()).map(ToOwned::to_owned);
        place.with_context(|| format!("{path} leads nowhere ({})", answer.status()))
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep_cookies(&mut self, answer: &Response) {
        let lines = answer.headers().get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        for (name, value) in lines.filter_map(|line| line.split(';').next()?.split_once('=')) {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
