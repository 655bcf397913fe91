import { EXIT, JSON_LINE } from './usage.ts';

export const AUDIT_VERIFY_USAGE = `Tells whether an audit log is whole and unchanged, without any server or account.

  temkin audit verify <log> [--vkey <key | file>]... [--former-vkey <key | file>]... [--witness <key | file>]...
                      [--witnesses <number>] [--previous <log>] [--checkpoint <file>]... [--state <file>] [--json]

  <log>         a directory that holds a log or an export of one, or the address below which a log is served; of the
                latter the access token stands in $TEMKIN_TOKEN, which no other server gets to see
  --vkey        a key that is trusted, of the log or of the one before it, as text or in a file, one in each line:
                name+id+base64. It must come from elsewhere than the log itself. Others are trusted that it has signed for
                in the log. Its own log must be signed by it now, or by one that it leads to.
  --former-vkey a key that was replaced without its word, as a stolen one is: good for older checkpoints alone, and dropped from
                the state
  --witness     the key of a witness that must have cosigned the log, got from the witness
  --witnesses   how many of those that --witness names must have, or of those in the state where it names none; all that it
                names where absent
  --previous    the log of the year before, which is verified first, by a key of its own: this one must begin where that one
                says. It leads to this one's key where the key was changed since the state was last written.
  --checkpoint  a checkpoint that was kept from earlier: the log must begin with what that one speaks of
  --state       where the keys and the newest checkpoints are kept from one time to the next; made where it is missing
${JSON_LINE}

Every entry is read and hashed, and every tile compared. Without a key nobody can say who signed: the log is then
found consistent at best.

Examples
  npm run -s temkin -- audit verify ./export --vkey log.vkey
  npm run -s temkin -- audit verify ./export --state ./auditor.json --witness witness.vkey
  npm run -s temkin -- audit verify https://api.example/v1/audit/log/ems/2027 --previous ./2026 --state ./auditor.json

Exit codes: 0 verified, 1 refused or failed, 2 the command line is at fault, 3 consistent, signer not authenticated.
`;

export const AUDIT_WITNESS_USAGE = `Serves a witness of audit logs (c2sp.org/tlog-witness): it cosigns a log's checkpoints as long as each begins with what it
has cosigned before. It is worth something where others run it than the owner of the log, and needs nothing but this.

  temkin audit witness --new-key --name <name> --key <file> --state <directory>
  temkin audit witness --key <file> --state <directory> --log <key | file>... [--listen <host:port>]

  --new-key   makes key and state, prints the key by which cosignatures are verified, and ends
  --name      of the witness: an address without scheme that is yours, such as witness.example/temkin
  --key       the file of the private key, which only its owner can read
  --state     what the witness has seen. Keep it as long as the key: who has lost it makes a new witness.
  --log       the key of a log that is witnessed, as text or in a file: name+id+base64; its name is the log's origin
  --listen    where to listen; 127.0.0.1:8790 where absent. TLS is for a proxy before it.

POST /add-checkpoint takes checkpoints, GET /<SHA-256 of the origin>/checkpoint shows the latest of a log. It may be killed
at any time.

Examples
  npm run -s temkin -- audit witness --new-key --name witness.example/temkin --key witness.key --state ./seen > witness.vkey
  npm run -s temkin -- audit witness --key witness.key --state ./seen --log log.vkey

${EXIT}
`;

export const AUDIT_EXPORT_USAGE = `Copies an audit log from where it is served into a directory that any tlog-tiles client can verify, and verifies it.

  temkin audit export <log> --out <directory> [--proof <event id>]... [--vkey <key | file>]...
                      [--former-vkey <key | file>]... [--witness <key | file>]... [--witnesses <number>] [--state <file>]
                      [--json]

  <log>         the address below which a log is served (the access token stands in $TEMKIN_TOKEN), or a directory
  --out         where to; a copy of an older state of the log that lies there is completed, and the log must begin with it
  --proof       an event, as its receipt names it: its entry and the proof that it is in the log are put into proofs/
  --vkey        a key that is trusted; if it is the log's, that must stand by it, and it is written into log.vkey too, for
                others to verify with
  --former-vkey as with audit verify
  --witness     the key of a witness that must have cosigned the log
  --witnesses   how many of those that --witness names must have, or of those in the state where it names none; all that it
                names where absent
  --state       where the keys and the newest checkpoints are kept from one time to the next
${JSON_LINE}

Nothing is copied where the checkpoint is not signed by a key that is trusted. The copy's checkpoint is written last, once all
that it speaks of was read and verified. Run again what was cut off. Of a log that is refused the checkpoint is kept, as
checkpoint.refused, and what was copied is removed.

Examples
  npm run -s temkin -- audit export https://api.example/v1/audit/log/ems/2026 --out ./2026 --vkey log.vkey
  npm run -s temkin -- audit export ./2026 --out ./copy --proof 019a8c5e-7d3b-7c1a-9b52-2f4f8e1d6a90

Exit codes: 0 verified, 1 refused or failed, 2 the command line is at fault, 3 consistent, signer not authenticated.
`;

export const AUDIT_QUERY_USAGE = `Answers an auditor's question from a log itself. The whole log is read and verified on the way, so the answer is complete.

  temkin audit query <log> [--subject <pseudonym>] [--actor <pseudonym>] [--action <action>] [--outcome <outcome>]
                     [--from <time>] [--to <time>] [--question <name>] [--format jsonl | csv | ocsf] [--out <file>]
                     [--compare <file>] [--vkey <key | file>]... [--former-vkey <key | file>]... [--witness <key | file>]...
                     [--witnesses <number>] [--state <file>] [--json]

  <log>         an export, or the address below which a log is served (the access token stands in $TEMKIN_TOKEN)
  --subject     a parcel or person, by pseudonym; an event is found that names it
  --actor       who did it, by pseudonym
  --action      such as parcel.open; docs/audit.md has the list
  --outcome     allowed, refused or failed
  --from, --to  RFC 3339; from is the first moment, to the first one after
  --question    who-read (wants --subject), reads-without-custody, reads-outside-shift, refusals-by-reason, top-readers,
                searches-that-found-nothing, claims
  --format      jsonl: in the API's words (where absent); csv: for a spreadsheet; ocsf: the entries as they are
  --out         a file; standard output where absent, and then the verdict on standard error
  --compare     what the API has answered to the same criteria, the events and not their counts: its pages, one on a line as
                JSON, or its export in jsonl.
                Told is what it left out, made up, says otherwise or says twice of this log's year; a question's own event
                may be missing in its answer.
  --vkey, --former-vkey, --witness, --witnesses, --state  as with audit verify
${JSON_LINE}

Examples
  npm run -s temkin -- audit query ./2026 --vkey log.vkey --question top-readers
  npm run -s temkin -- audit query ./2026 --vkey log.vkey --action parcel.open --from 2026-11-01 --format csv --out opens.csv
  npm run -s temkin -- audit query ./2026 --vkey log.vkey --subject 9xL0b2qk3mZt8aYwPq7RuA --compare answer.jsonl

Exit codes: 0 verified, 1 refused, failed, or the answer differs, 2 the command line is at fault, 3 consistent, signer not
authenticated.
`;

export const AUDIT_WATCH_USAGE = `Looks at a log again and again, and ends at once with what is wrong when it was rewritten, rolled back or is signed by
another. It reads checkpoints and hashes alone, and no entry.

  temkin audit watch <log> --state <file> [--vkey <key | file>]... [--former-vkey <key | file>]...
                     [--witness <key | file>]... [--witnesses <number>] [--every <seconds>] [--once] [--json]

  <log>         the address below which a log is served (the access token stands in $TEMKIN_TOKEN), or a directory
  --state       where the keys and the newest checkpoint are kept; made where it is missing
  --vkey        a key of the log that is trusted; after the first time the state has it, and one that the state has must sign
  --former-vkey a key that was replaced without its word: good for the checkpoint in the state alone
  --witness     the key of a witness that must have cosigned the log
  --witnesses   how many of those that --witness names must have, or of those in the state where it names none; all that it
                names where absent
  --every       seconds between two looks; 60 where absent
  --once        one look, for a schedule of your own
${JSON_LINE}

A log that cannot be read is told of and looked at again. State and key files are read anew at each look. When the log changes
its key, audit verify follows it by the word of the former and writes it into the state.

Example
  npm run -s temkin -- audit watch https://api.example/v1/audit/log/ems/2026 --state ./auditor.json --vkey log.vkey

Exit codes: 0 told to end, or nothing wrong with --once, 1 refused or, with --once, not read, 2 the command line is at fault.
`;
