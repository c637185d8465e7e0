"""The generator's own tables and functions: they live in a schema that is dropped when it is done."""

CREATE = """
DROP SCHEMA IF EXISTS gen CASCADE;
CREATE SCHEMA gen;
CREATE FUNCTION gen.uuid(ms bigint, high bigint, low bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(int8send((ms << 16) | 28672 | (high & 4095))
        || int8send((low & 4611686018427387903) | (-9223372036854775807 - 1)), 'hex')::uuid
$$;
CREATE UNLOGGED TABLE gen.rep (n int, id uuid, team_id uuid, mate_id uuid, mate_team uuid, name text);
CREATE UNLOGGED TABLE gen.day (n int, day date, opens timestamptz, span int, first int, last int, fresh int, holes int);
CREATE UNLOGGED TABLE gen.name (lang int, slot int, family text, given text, middle text, fold text, latin text,
    title text, tag text, source text);
CREATE UNLOGGED TABLE gen.firm (lang int, slot int, name text, fold text, domain text, industry text, tag text,
    source text);
CREATE UNLOGGED TABLE gen.address (lang int, slot int, raw text, value text);
CREATE UNLOGGED TABLE gen.phrase (kind int, lang int, slot int, topic text, place text, result text, body text);
CREATE UNLOGGED TABLE gen.title (lang int, slot int, title text, fold text);
CREATE UNLOGGED TABLE gen.outcome (slot int, id uuid, class text, key text);
CREATE UNLOGGED TABLE gen.area (slot int, code text);
CREATE UNLOGGED TABLE gen.company (c int, id uuid, lang int, rep int, domain text);
CREATE UNLOGGED TABLE gen.person (j int, id uuid, lang int, rep int, c int, company_id uuid, mate_id uuid, ms bigint,
    h bigint, holes int, phone_id uuid);
"""
DROP = "DROP SCHEMA IF EXISTS gen CASCADE"
