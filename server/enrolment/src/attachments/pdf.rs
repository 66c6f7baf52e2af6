//! Whether a PDF may come in, from its bytes as they are: nothing is decompressed, so that a file made to swell costs nothing.
//!
//! What this cannot see: names inside compressed object streams (ISO 32000-1, 7.5.7), and whatever an encrypted part hides,
//! which is why encryption itself is refused. It keeps out what common programs write openly; it does not prove a file
//! harmless. The file is never opened on the server, and is given out only as a download under a sandbox policy.

use shared::problem::ProblemCode;

/// A file may have this many bytes after its end mark.
const END_WITHIN: usize = 2048;
/// Names of what a proof has no need of: protection, and content that does something. All are long enough not to stand in
/// compressed data by chance.
const UNSAFE: [&[u8]; 9] = [
    b"Encrypt",
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"ImportData",
    b"SubmitForm",
    b"GoToE",
];
/// Actions that opening the file may not begin. (Others of [`UNSAFE`] are refused wherever they stand.)
const NOT_AT_OPENING: [&[u8]; 3] = [b"URI", b"JS", b"GoToR"];
/// A file has one `/OpenAction`, and another after each time it was changed; following many would take long.
const OPENINGS_MAX: u32 = 16;
/// How far an action's dictionary is followed.
const ACTION_WITHIN: usize = 1024;

/// Refuses with `file.unreadable` what is no whole PDF, and with `file.unsafe` what is protected or active.
pub(super) fn check(bytes: &[u8]) -> Result<(), ProblemCode> {
    let tail = &bytes[bytes.len().saturating_sub(END_WITHIN)..];
    if find(tail, b"%%EOF").is_none() {
        return Err(ProblemCode::FileUnreadable);
    }
    let mut openings = 0;
    let dangerous = names(bytes).any(|(name, after)| {
        let opening = name == b"OpenAction";
        openings += u32::from(opening);
        UNSAFE.contains(&&*name) || openings > OPENINGS_MAX || opening && opens_actively(bytes, after)
    });
    if dangerous { Err(ProblemCode::FileUnsafe) } else { Ok(()) }
}

/// Whether the dictionary of an `/OpenAction`, here or in the object it refers to, does more than show a page.
fn opens_actively(bytes: &[u8], after: usize) -> bool {
    let place = referred(bytes, after).unwrap_or(after);
    let action = &bytes[place..bytes.len().min(place + ACTION_WITHIN)];
    let action = &action[..find(action, b"endobj").unwrap_or(action.len())];
    names(action).any(|(name, _)| NOT_AT_OPENING.contains(&&*name))
}

/// Where the object begins that `7 0 R` at this place refers to, where it can be seen.
fn referred(bytes: &[u8], at: usize) -> Option<usize> {
    let text = bytes.get(at..)?.trim_ascii_start();
    let mut words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let (number, generation, mark) = (words.next()?, words.next()?, words.next()?);
    let digits = |word: &[u8]| !word.is_empty() && word.len() <= 10 && word.iter().all(u8::is_ascii_digit);
    if !digits(number) || !digits(generation) || !mark.starts_with(b"R") {
        return None;
    }
    let head = [number, b" ", generation, b" obj"].concat();
    let mut from = 0;
    while let Some(found) = find(&bytes[from..], &head) {
        let start = from + found;
        let whole = start == 0 || !bytes[start - 1].is_ascii_digit();
        if whole {
            return Some(start + head.len());
        }
        from = start + head.len();
    }
    None
}

/// Every name of the file with its escapes resolved (`/J#53` is `JS`), and where the text goes on after it.
fn names(bytes: &[u8]) -> impl Iterator<Item = (Vec<u8>, usize)> + '_ {
    let starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at + 1);
    starts.map(|start| {
        let rest = &bytes[start..bytes.len().min(start + NAME_MAX)];
        let end = start + rest.iter().position(|byte| is_delimiter(*byte)).unwrap_or(rest.len());
        (unescaped(&bytes[start..end]), end)
    })
}

/// Longest name, escaped (ISO 32000-1, annex C: 127 bytes).
const NAME_MAX: usize = 127 * 3;

const fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

fn unescaped(name: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut plain = Vec::with_capacity(name.len());
    let mut at = 0;
    while at < name.len() {
        match (name[at], digit(name.get(at + 1)), digit(name.get(at + 2))) {
            (b'#', Some(high), Some(low)) => {
                plain.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    plain
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(body: &str) -> Vec<u8> {
        format!(
            "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {body} >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
        )
        .into_bytes()
    }

    #[test]
    fn a_plain_file_passes() {
        for body in [
            "",
            "/OpenAction [3 0 R /Fit]",
            "/OpenAction << /S /GoTo /D [3 0 R /Fit] >>",
            "/Annots [<< /URI (http://a) >>]",
        ] {
            assert_eq!(check(&file(body)), Ok(()), "{body}");
        }
    }

    #[test]
    fn protection_and_activity_are_refused_however_they_are_written() {
        for body in [
            "/Encrypt 5 0 R",
            "/AA << /O << /S /JavaScript /JS (app.alert(1)) >> >>",
            "/AA << /O << /S /J#61vaScript >> >>",
            "/A<</S/Launch/F(cmd.exe)>>",
            "/Names << /EmbeddedFiles 9 0 R >>",
            "/Type/EmbeddedFile",
            "/Subtype /RichMedia",
            "/OpenAction << /S /URI /URI (http://evil.example) >>",
            "/OpenAction<</S/J#53>>",
            "/OpenAction 7 0 R >>\nendobj\n17 0 obj << /S /GoTo >> endobj\n7 0 obj << /S /URI /URI (http://evil.example)",
        ] {
            assert_eq!(check(&file(body)), Err(ProblemCode::FileUnsafe), "{body}");
        }
    }

    #[test]
    fn names_in_plain_object_streams_are_seen() {
        let stream = "/X 1 >>\nstream\n<< /S /JavaScript >>\nendstream\nendobj\n9 0 obj <<";
        assert_eq!(check(&file(stream)), Err(ProblemCode::FileUnsafe));
    }

    #[test]
    fn half_a_file_is_refused() {
        let whole = file("");
        assert_eq!(check(&whole[..whole.len() / 2]), Err(ProblemCode::FileUnreadable));
    }

    #[test]
    fn a_file_of_nothing_but_names_and_references_is_done_at_once() {
        let mut hostile = b"%PDF-1.7\n".to_vec();
        while hostile.len() < 1024 * 1024 {
            hostile.extend(b"/OpenAction 7 0 R 17 0 obj ");
        }
        hostile.extend(b"%%EOF");
        assert_eq!(check(&hostile), Err(ProblemCode::FileUnsafe));
    }
}
