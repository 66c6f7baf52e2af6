//! Reading of identity documents: finding and straightening the card, its text, its fields.
