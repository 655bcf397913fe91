/** The look of the page: phone first, dark and light, system fonts, nothing from elsewhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #faf9f6; --card: #ffffff; --ink: #1b2330; --soft: #566072; --line: #dcd9d1; --tint: #f0eee8;
  --link: #0b5c8a; --get: #0b5c8a; --post: #12633f; --accent: #a3271f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #11151c; --card: #181d26; --ink: #e6e9ef; --soft: #a2abba; --line: #2d3543; --tint: #202733;
    --link: #7cc3f0; --get: #7cc3f0; --post: #77d3a4; --accent: #ff8f85;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: .2rem; }
code, pre { font-family: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace; font-size: .875em; }
code { overflow-wrap: anywhere; }
p { margin: .4rem 0; max-width: 42rem; }
ul { list-style: none; margin: 0; padding: 0; }
header, main, footer { padding: 1rem; }
body { border-top: .35rem solid var(--accent); }
header { padding-top: 1.5rem; }
h1 { font-size: 1.9rem; line-height: 1.15; margin: 0 0 .5rem; letter-spacing: -.015em; }
h1 small { font-size: .85rem; font-weight: 500; color: var(--soft); letter-spacing: 0; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; letter-spacing: -.01em; }
h3 { font-size: 1.05rem; margin: 0; display: flex; flex-wrap: wrap; gap: .3rem .6rem; align-items: center; }
h4 { font-size: .875rem; margin: 1.5rem 0 .35rem; color: var(--accent); font-weight: 600; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem .8rem; z-index: 1; }
nav { margin: 0 1rem; padding: .75rem 1rem; background: var(--tint); border-radius: .6rem; }
nav h2 { font-size: .8rem; margin: .75rem 0 .1rem; color: var(--soft); letter-spacing: 0; }
nav h2:first-of-type { margin-top: .25rem; }
nav a { display: block; padding: .3rem 0; text-decoration: none; color: var(--ink); line-height: 1.35; }
nav a:hover { color: var(--link); text-decoration: underline; }
article, .everywhere { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 0 0 1rem; }
article:target { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
.method { font: 700 .75rem/1 ui-monospace, Menlo, Consolas, monospace; border: 1.5px solid; border-radius: .3rem; padding: .3rem .45rem; }
.get { color: var(--get); }
.post, .patch { color: var(--post); }
h3 code { font-weight: 600; font-size: 1em; }
.summary { font-size: 1.1rem; font-weight: 600; margin: .6rem 0 .2rem; }
dl { margin: .8rem 0 0; display: grid; gap: .35rem; }
dl div { display: grid; grid-template-columns: 6.5rem 1fr; gap: .5rem; align-items: baseline; }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0; }
.role { display: inline-block; background: var(--tint); border-radius: 1rem; padding: 0 .6rem; margin: .1rem 0; font-size: .9rem; }
.fields > li { padding: .4rem 0; border-top: 1px solid var(--line); }
.fields > li:first-child { border-top: 0; }
.fields .fields { margin: .3rem 0 0 .25rem; padding-left: .8rem; border-left: 2px solid var(--line); }
.fields p { margin: .1rem 0 0; color: var(--soft); font-size: .9rem; }
.name { font-weight: 650; }
.type, .rules { color: var(--soft); font-size: .9rem; }
.fields b { font-size: .8rem; font-weight: 600; }
.rules span::before { content: '– '; }
.either { font-style: italic; }
.problems li { display: grid; grid-template-columns: 2.4rem 1fr; column-gap: .4rem; padding: .3rem 0; }
.problems span { grid-column: 2; color: var(--soft); font-size: .9rem; }
.problems b { font-variant-numeric: tabular-nums; }
.more { color: var(--soft); font-size: .9rem; }
summary { cursor: pointer; padding: .2rem 0; }
pre { background: var(--tint); border-radius: .4rem; padding: .8rem; margin: .3rem 0 0; overflow-x: auto; line-height: 1.45; }
footer { color: var(--soft); font-size: .9rem; }
@media (min-width: 60rem) {
  .page { display: grid; grid-template-columns: 17rem minmax(0, 48rem); gap: 0 2.5rem; max-width: 70rem; margin: 0 auto; padding: 0 1.5rem; }
  header, footer { grid-column: 2; padding-left: 0; padding-right: 0; }
  main { grid-column: 2; padding: 0; }
  nav { grid-column: 1; grid-row: 1 / span 3; align-self: start; position: sticky; top: 1.5rem; margin: 1.75rem 0 0; max-height: calc(100vh - 3rem); overflow-y: auto; }
  article, .everywhere { padding: 1.25rem 1.5rem; }
  .problems li { grid-template-columns: 2.4rem minmax(0, 1.1fr) minmax(0, 1fr); align-items: baseline; }
  .problems span { grid-column: auto; }
}
@media print { nav, .skip { display: none; } article { break-inside: avoid; } }
`;
