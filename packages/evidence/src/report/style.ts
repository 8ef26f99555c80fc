/**
 * The page's one style sheet. Blue-green speaks for the claim and orange-red against it, which people
 * who see few colours tell apart too; words always say the same. Grey is undecided.
 */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fdfcf9; --raised: #f5f3ed; --ink: #1b1d1f; --soft: #575c61; --rule: #dcd8ce; --hair: #e8e5dc;
  --for: #00717c; --against: #b23c0e; --open: #6a6e73; --side: #e4f0ef; --out: #b9b4a8; --total: #7b8085;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", Georgia, "Noto Serif", serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181a; --raised: #1e2224; --ink: #e9e6df; --soft: #a7abae; --rule: #3a3f42; --hair: #2a2e31;
    --for: #4fc3c6; --against: #ff9a6b; --open: #a2a6aa; --side: #17302f; --out: #5a5f62; --total: #83888c;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 3rem) 4rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 var(--sans); overflow-wrap: anywhere; font-variant-numeric: lining-nums;
}
h1, h2, .big, .card .figure { font-family: var(--serif); font-weight: 600; text-wrap: balance; }
h1 { font-size: clamp(1.5rem, 1.1rem + 2vw, 2.5rem); line-height: 1.2; margin: .2rem 0 1.75rem; max-width: 32em; overflow: clip; }
h2 { font-size: 1.3rem; line-height: 1.25; margin: 0; }
h3 { font-size: 1rem; line-height: 1.4; margin: 2.25rem 0 .4rem; }
p { margin: 0 0 .8rem; max-width: 44rem; text-wrap: pretty; }
a { color: inherit; text-decoration-color: var(--for); text-decoration-thickness: 2px; text-underline-offset: .2em; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible, pre:focus-visible { outline: 3px solid var(--for); outline-offset: 2px; }
ul, ol { margin: 0 0 .8rem; padding-left: 1.2em; max-width: 44rem; }
li { margin-bottom: .3rem; }
code, pre { font-family: var(--mono); font-size: .86em; }
.note { margin: 0 0 .5rem; font-size: .875rem; color: var(--soft); } .dim { color: var(--soft); font-weight: 400; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.kicker { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1rem; max-width: none; margin: 0 0 2rem; padding-top: .6rem; border-top: 4px solid var(--for); font-size: .875rem; color: var(--soft); }
.kicker span { color: var(--ink); font-weight: 700; }
.role { margin: 0; font-size: .875rem; color: var(--soft); }
.outcome { border-top: 1px solid var(--rule); padding-top: 1.25rem; }
.big { margin: .1rem 0 .3rem; max-width: none; font-size: clamp(1.9rem, 1.3rem + 3vw, 3.4rem); line-height: 1.1; letter-spacing: -.01em; }
.outcome.for .big { color: var(--for); } .outcome.against .big { color: var(--against); }
.says { font-size: 1.125rem; }
.readings { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), max-content)); gap: .8rem 2.5rem; margin: 1.2rem 0 1.8rem; }
.readings div { border-left: 3px solid var(--rule); padding-left: .8rem; } .readings dt { color: var(--soft); font-size: .9rem; } .readings dd { margin: 0; font-size: 1.15rem; }
.verdict { font-weight: 700; white-space: nowrap; }
.verdict.for { color: var(--for); } .verdict.against { color: var(--against); } .verdict.open { color: var(--open); }
figure { margin: 1rem 0; } figcaption { margin-top: .5rem; font-size: .875rem; color: var(--soft); max-width: 44rem; }

nav { margin: 2.5rem 0 0; border-block: 1px solid var(--rule); padding: .7rem 0; font-size: .875rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; list-style: none; margin: 0; padding: 0; max-width: none; }
nav li { margin: 0; } nav a { text-decoration-color: var(--rule); display: inline-block; padding: .2rem 0; } nav a:hover { text-decoration-color: var(--for); }
section { display: grid; grid-template-columns: 12.5rem minmax(0, 1fr); gap: 1rem 2.5rem; padding: 2.75rem 0; border-bottom: 1px solid var(--rule); scroll-margin-top: 1rem; }
.content { min-width: 0; } .content > :first-child { margin-top: 0; } .content > :last-child { margin-bottom: 0; }
.defs { position: absolute; width: 0; height: 0; }
.defs + * { margin-top: 0; }

.facts { margin: 0; } .facts > div { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 1rem; padding: .45rem 0; border-top: 1px solid var(--hair); }
.facts > div:first-child { border-top: 0; padding-top: 0; } .facts dt { color: var(--soft); } .facts dd { margin: 0; overflow: clip; }
.version { white-space: nowrap; margin-right: .6em; }

table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.4; }
caption { text-align: left; font-size: .875rem; color: var(--soft); padding-bottom: .6rem; }
th, td { text-align: left; vertical-align: middle; padding: .35rem .9rem .35rem 0; border-top: 1px solid var(--hair); font-weight: 400; }
thead th, thead td { border-top: 0; color: var(--soft); vertical-align: bottom; font-size: .8125rem; padding-top: 0; }
tbody th { overflow: clip; } th:last-child, td:last-child { padding-right: 0; }
.n { text-align: right; font-variant-numeric: lining-nums tabular-nums; white-space: nowrap; }
td.plot, th.plot { padding: 0; min-width: 9rem; width: 40%; height: 2rem; position: relative; }
td.plot svg { position: absolute; inset: 0; height: 100%; } .over { position: relative; padding-left: .3rem; color: var(--soft); }
.answers td.plot, .answers th.plot { width: 30%; } .plot + .n { padding-left: 1.2rem; }
.scroll { overflow-x: auto; margin: 0 0 .8rem; scrollbar-width: thin; }
.scroll table { min-width: 40rem; } .answers tbody th { min-width: 13rem; } .answers thead th { white-space: nowrap; } .forest tbody th { min-width: 7rem; max-width: 16rem; }
.forest .group th, .forest .group td { font-weight: 700; border-top: 2px solid var(--rule); padding-top: .8rem; }
.forest tbody:first-of-type .group th, .forest tbody:first-of-type .group td { border-top: 0; }
.waterfall td.plot { width: 58%; } .waterfall td, .waterfall tbody th { border-top: 0; padding-block: .12rem; } .waterfall td.plot { padding: 0; height: 1.7rem; }
.waterfall tbody + tbody tr:first-child > * { border-top: 1px solid var(--rule); }
.waterfall .total > * { font-weight: 700; } .waterfall .none > * { color: var(--soft); }
.coverage th { width: 13rem; vertical-align: top; padding-block: .8rem; } .coverage td { padding-block: .8rem; } .coverage .status { display: block; font-weight: 700; } .coverage ul { margin: 0; }

svg { display: block; width: 100%; overflow: visible; }
svg svg { overflow: hidden; } svg.sequence { width: calc(100% - 3.4rem); margin-left: 3.4rem; }
svg.scale { height: 38px; } svg.spikes { height: 1.9rem; margin-top: .3rem; }
svg text { font: 400 .8125rem var(--sans); fill: var(--soft); font-variant-numeric: lining-nums tabular-nums; }
svg .name, svg .value { fill: var(--ink); font-weight: 700; } svg .value { font-size: .9375rem; }
.halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.side { fill: var(--side); } .grid { stroke: var(--hair); } .threshold { stroke: var(--ink); stroke-width: 1.5; } .baseline { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 3; }
.floor { stroke: var(--soft); } .spike { stroke: var(--ink); stroke-width: 3; }
.bar.for { stroke: var(--for); } .bar.against { stroke: var(--against); } .bar.open { stroke: var(--open); } .bar { stroke-opacity: .7; }
.dot.for { fill: var(--for); } .dot.against { fill: var(--against); } .dot.open { fill: var(--open); } .dot { stroke: var(--paper); stroke-width: 1.5; }
.step { transform: translateY(-8px); } .step.total { fill: var(--total); } .step.out { fill: var(--paper); stroke: var(--soft); stroke-dasharray: 3 2; } .step.miss { fill: var(--out); } .step.for { fill: var(--for); } .step.against { fill: var(--against); } .join { stroke: var(--soft); }
path.band { fill: var(--for); fill-opacity: .2; } .edge, .rate { fill: none; vector-effect: non-scaling-stroke; } .edge { stroke: var(--for); stroke-width: 1.25; } .rate { stroke: var(--ink); stroke-width: 1.75; } .decided { stroke: var(--ink); stroke-width: 1; }
time { white-space: nowrap; } .key { display: inline-block; width: 1.4em; height: .7em; margin-right: .2em; } .key.band { background: color-mix(in srgb, var(--for) 30%, var(--paper)); } .key.rate { height: 0; border-top: 2px solid var(--ink); vertical-align: middle; margin-left: .8em; }

.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1.5rem 2.5rem; }
.cards + p { margin-top: 1.2rem; }
.card { border-top: 1px solid var(--rule); padding-top: .7rem; } .card h3 { margin: 0 0 .3rem; } .card .figure { margin: 0; font-size: 2.1rem; line-height: 1.15; font-variant-numeric: lining-nums tabular-nums; } .card p:last-child { margin: 0; font-size: .9rem; }
.labels { margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 0 2.5rem; } .labels > div { padding: .7rem 0; border-top: 1px solid var(--hair); font-size: .9375rem; } .labels dt { font-weight: 700; } .labels dd { margin: 0; max-width: 44rem; } .labels code { color: var(--soft); display: block; margin-top: .15rem; } .about { margin: .2rem 0; color: var(--soft); font-size: .9rem; columns: 18rem auto; }
.digests { margin: 0; } .digests > div { padding: .4rem 0; border-top: 1px solid var(--hair); } .digests dd { margin: 0; } .digests dt { color: var(--soft); }
pre { margin: .2rem 0 .5rem; padding: .7rem .9rem; background: var(--raised); overflow-x: auto; } .steps li { margin-bottom: 1.1rem; } .steps p { margin-bottom: .3rem; }
details { margin: .8rem 0; border-top: 1px solid var(--hair); padding-top: .5rem; } summary { cursor: pointer; padding: .3rem 0; } details .scroll { margin-top: .6rem; } .suite { font-weight: 700; }
.refused { border-left: 4px solid var(--against); padding-left: .9rem; }
footer { padding-top: 1.5rem; font-size: .875rem; color: var(--soft); } footer p { max-width: 60rem; }

@media (max-width: 58rem) { section { display: block; padding: 2.25rem 0; } h2 { margin-bottom: 1rem; font-size: 1.45rem; } }
@media (max-width: 36rem) {
  .wide, .roomy { display: none; } .scroll .forest { min-width: 27rem; } .forest tbody th { min-width: 7.4rem; max-width: 8rem; }
  .scroll .answers { min-width: 0; } .answers, .answers thead, .answers tbody { display: block; } .answers tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; padding: .7rem 0; border-top: 1px solid var(--hair); }
  .answers tr > * { border: 0; padding: 0; } .answers tr > th, .answers tr > .plot { grid-column: 1 / -1; width: auto; } .answers tr > td.plot { height: 2.2rem; margin: .2rem 0; } .answers td, .answers .plot + .n { text-align: left; padding: .1rem 0; white-space: normal; }
  .answers td[data-label]:not(.plot)::before { content: attr(data-label); display: block; color: var(--soft); font-size: .8125rem; }
  .answers thead tr { display: block; border: 0; padding: 0; } .answers thead th:not(.plot) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } .answers thead th.plot { display: block; } .facts > div { grid-template-columns: 1fr; gap: 0; } .scroll table { min-width: 36rem; } .coverage, .coverage tbody, .coverage tr, .coverage th, .coverage td { display: block; width: auto; }
  .coverage td { border-top: 0; padding-top: 0; } .waterfall td.plot { width: 40%; min-width: 6rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --raised: #f3f3f3; --ink: #000; --soft: #444; --rule: #bbb; --hair: #ddd; --for: #00717c; --against: #b23c0e; --open: #666; --side: #e4f0ef; --out: #bbb; --total: #888; }
  :root { font-size: 12.25px; } svg text { font-size: .875rem; }
  @page { margin: 16mm 15mm; }
  body { padding: 0; max-width: none; font-size: 1rem; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  nav { display: none; } section { display: block; padding: 1.2rem 0; } h2 { margin-bottom: .6rem; } h2, h3 { break-after: avoid; } tr, figure, .card, .labels > div, .steps li { break-inside: avoid; } thead { display: table-header-group; }
  .scroll { overflow: visible; } .scroll table { min-width: 0; } td.plot, th.plot { min-width: 8rem; } pre { white-space: pre-wrap; }
  details:not(.fold)::details-content { content-visibility: visible; display: block; height: auto; }
}
`;
