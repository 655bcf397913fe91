const PLACE = `  A place is a directory or s3://bucket/prefix (region and credentials from the environment).`;

const store = (directory: string): string => `  --data-dir  ${directory} ($TEMKIN_DATA_DIR, or .temkin/data)
  --tables    the tables of this prefix in AWS (region and credentials from the environment)
  Where neither is given and DYNAMODB_ENDPOINT is set: the store at that address.`;

export const JSON_LINE = '  --json      the report as JSON on standard output';

export const EXIT = 'Exit codes: 0 done, 1 failed, 2 the command line is at fault.';

/** What `temkin --help` prints. */
export const USAGE = `Prints labels, provisions a Temkin system, keeps copies of it, and brings one back.

  npm run -s temkin -- <command> [options]

  audit export   copies a log from where it is served, and verifies the copy
  audit query    answers an auditor's question from a log, and shows that nothing is left out
  audit verify   tells whether a log is whole, and whose it is
  audit watch    tells at once when a log is rewritten or rolled back
  audit witness  cosigns the logs of others, as long as they only grow
  label          prints the labels of a file of parcels
  provision      makes tenants, facilities, and who may act for them
  registry export   has the registry exported that two people released, and fetches it, sealed
  registry images   brings images that rows of an import name
  registry import   imports a file of records into the registry, sealed in parts
  registry indexes  shows the indexes of the registry, or makes one anew
  registry key      makes the key pair of whoever is to open an export
  registry open     opens a fetched export, as its recipient
  registry parity   compares a file of records with the registry, and writes what differs
  registry rejects  writes which rows of an import did not come in, and why
  registry sweep    sweeps the registry for junk SIMs, and saves what was found
  backup         copies every table to a place, while the system runs
  backup list    shows the backups of a place
  backup prune   destroys what backups may no longer keep
  restore        fills an empty system from a backup, and leaves destroyed what was destroyed since

<command> --help says more. ${EXIT}
`;

/** What `temkin registry --help` prints, and likewise of any other word that commands begin with. */
export const groupUsage = (group: string): string => `  npm run -s temkin -- ${group} <command> [options]

${USAGE.split('\n')
  .filter((line) => line.startsWith(`  ${group} `))
  .join('\n')}

<command> --help says more. ${EXIT}
`;

export const LABEL_USAGE = `Prints the labels of a file of parcels, thousands of them, without any server.

  temkin label --in <file.csv> --out <labels.pdf | labels.zpl | directory> [--format <format>] [--dpi 203 | 300]
               [--profile <profile>] [--paper roll | a4] [--print-cod] [--check-caller <url>] [--rejects <file>]
               [--json]

  --in            CSV in UTF-8; the first row names the columns: waybillNumber, token, commune, province, and, where
                  wanted, name, street, sortCode, codAmountVnd. Others, such as a phone number, are not read.
  --out           one file for PDF and ZPL; a directory with a file for each waybill number for SVG and PNG
  --format        pdf, zpl, svg or png; by the name of the file where absent, and svg in a directory
  --dpi           of the printer, for ZPL and PNG; 203 where absent
  --profile       how much of the address a stranger may read: strict (commune and province; where absent), street (the
                  street or hamlet without any number) or clear. Names are always masked.
  --paper         of a PDF: a page for each label, or sheets of six
  --print-cod     prints the cash on delivery
  --check-caller  prints where a caller can be checked
  --rejects       where rows that are no label are told by number, code and reason; <file.csv>.rejects.csv where absent
${JSON_LINE}

The reject file holds nothing of what stands in the rows. A file that is cut off does not get its name.

Examples
  npm run -s temkin -- label --in parcels.csv --out labels.pdf --paper a4
  npm run -s temkin -- label --in parcels.csv --out labels.zpl --dpi 300 --profile street

${EXIT}
`;

export const BACKUP_USAGE = `Copies every table to a place. The system may go on working meanwhile.

  temkin backup --to <place> [--logs <place>] [--vkey <key | file>]... [--images <place>]
                [--data-dir <directory> | --tables <prefix>] [--json]

  --to        where to
  --logs      where the system's audit logs lie, which are not copied; needed where tables in AWS have any, and for
              another store $TEMKIN_LOG_DIR, or .temkin/log, where absent
  --vkey      a key of a log that is trusted instead of those that its first entry names, as one that took the place of
              a leaked key: as text or in a file, name+id+base64
  --images    where the registry's images lie, which are copied; for a data directory those in it where absent, and for
              tables in AWS none: of a large registry have S3 replicate the bucket instead
${store('a data directory; its server may be running')}
${JSON_LINE}
${PLACE}

Nothing is opened: what is sealed stays sealed, and without the root key a backup opens nothing. Keep a copy of the
root key apart from it, and one of the logs, which outlive the tables. A backup that was cut off has no manifest and is
none.

Examples
  npm run -s temkin -- backup --to /mnt/backups
  npm run -s temkin -- backup --to s3://backups.example/temkin --logs s3://logs.example --tables temkin-prod-

${EXIT}
`;

export const BACKUP_LIST_USAGE = `Shows the backups of a place, oldest first, and which of their tables are past their date.

  temkin backup list --in <place> [--json]

  --in        where
${JSON_LINE}
${PLACE}

Example
  npm run -s temkin -- backup list --in /mnt/backups

${EXIT}
`;

export const BACKUP_PRUNE_USAGE = `Destroys, in every backup of a place, the tables that are past their date. What the system deletes is gone for good
once the recovery window of its table has passed, and backups must keep that promise: run it daily.

  temkin backup prune --in <place> [--json]

  --in        where
${JSON_LINE}
${PLACE}

Example
  npm run -s temkin -- backup prune --in s3://backups.example/temkin

${EXIT}
`;

export const RESTORE_USAGE = `Fills an empty system from a backup. Everything is checked before anything is written. What was destroyed, revoked or
suspended after the backup is learned from outbox and logs that outlived the loss, and does not come back, not for a
moment. A restore that was cut off is completed by running it again; until then no server starts on its directory or
store.

  temkin restore --from <place> [--backup <id>] (--outbox <store> | --no-outbox) [--logs <place> | --logs-lost]
                 [--vkey <key | file>]... [--images <place>] [--without <table>]…
                 [--data-dir <directory> | --tables <prefix>] [--json]

  --from       where the backup lies
  --backup     which one; the newest where absent
  --outbox     the store whose outbox outlived the loss: a data directory, http://…, or tables:<prefix>; it must have
               every event of the backup that no log has, and nobody may work on it: stop a directory's server first
  --no-outbox  no outbox is left: what was destroyed after the backup comes back, save for what a log knows
  --logs       where the system's audit logs lie; needed where backup or store know of any; no older copy than the store
               of --outbox knows
  --vkey       a key of a log that is trusted instead of those that its first entry names, as with backup
  --logs-lost  the logs are lost, and every copy of them: what they alone knew was destroyed comes back
  --images     where images of the backup are put; a new data directory has its own place where absent
  --without    do without a table that is past its date and was pruned

Into which store: it must be empty, save for events, and for heads and index of logs that are not lost.
${store('a new data directory')}
  The root key must be the backup's own (TEMKIN_KEY_FILE, or .temkin/root.key).
${JSON_LINE}
${PLACE}

Examples
  npm run -s temkin -- restore --from /mnt/backups --outbox .temkin/broken --data-dir .temkin/data
  npm run -s temkin -- restore --from s3://backups.example/temkin --outbox tables:temkin-prod- \\
    --logs s3://logs.example --tables temkin-prod-

${EXIT}
`;

export const PROVISION_USAGE = `Makes tenants, their facilities, and the people and systems that may act for them. May be run again: what is there
already stays as it is, save for settings of a tenant (labels, keeping, signedRequests, routes) that the file gives
otherwise; people and systems of whom the file says something else than stands there are named. routes has the sort
codes of parcels that come without, by code of a commune, else of its province.

  temkin provision --file <file> [--data-dir <directory> | --tables <prefix>] [--json]

  --file      JSON:
              { "tenants": [ {
                "tenant": "ems", "displayName": "Bưu chính EMS", "issuers": ["cognito"],
                "labels": { "profile": "strict", "codOnLabel": false },
                "keeping": "escrow", "signedRequests": "required",
                "routes": { "00070": "HN-HK-01", "48": "DN-00" },
                "facilities": [ { "id": "HN-BA-DINH", "displayName": "Bưu cục Ba Đình", "communeCode": "00004" } ],
                "principals": [
                  { "id": "orders", "issuer": "cognito", "subject": "<client id>", "kind": "system",
                    "roles": ["order-system"] },
                  { "id": "shipper-0017", "issuer": "cognito", "subject": "<sub of the account>", "kind": "staff",
                    "roles": ["shipper"], "facility": "HN-BA-DINH" } ] } ] }
              An id is opaque and never a name: it stands in events, as a pseudonym.
              labels: "profile" is what a stranger may read of the address: "strict" (commune and province, where
              absent), "street" or "clear"; "codOnLabel" has the amount of cash on delivery printed.
              keeping: "escrow" (where absent) keeps a sealed copy of each parcel's data, which calls, reprints and
              disputes need; "label-only" keeps nothing besides the label. Parcels stay as they were issued: a change
              concerns those that are issued later.
              signedRequests: "required" (where absent) has shippers and sorters sign every request with an enrolled
              device; "off" lets a token alone do, and is for tenants of tests and demonstrations.
${store('a data directory; its server may be running')}
${JSON_LINE}

Example
  npm run -s temkin -- provision --file tenants.json --tables temkin-prod-

${EXIT}
`;
