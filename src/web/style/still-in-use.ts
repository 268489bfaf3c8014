/** The style of classes that pages hold which are not yet made of the new pieces. */

export const STILL_IN_USE = `
h4 { font: 600 .8125rem/1.3 system-ui, sans-serif; color: var(--soft); margin: .9rem 0 .25rem; overflow-wrap: anywhere; }
main > h2 { margin: 1.5rem 0 .6rem; } .sheet > h2:first-child, .card > h3:first-child { margin-top: 0; } .sheet > h2 { margin-bottom: .4rem; } .sheet h3 { margin: 0 0 .3rem; } main > form:not(.filters) + :is(p, dl) { margin-top: var(--s4); }
ul, ol, dl { max-width: 46rem; } .tiles, .asks, .todo, .pills, .rooms ul, .steps, .more ul, .more ol, .plans, .legend { max-width: none; }
.muted { color: var(--soft); }
.sheet, .card { background: var(--sheet); border: 1px solid var(--line); border-radius: var(--r); padding: var(--s4) 1.1rem; margin: 0 0 var(--s4); } dl.facts { max-width: 60rem; } .facts dt::first-letter, .begins::first-letter { text-transform: uppercase; } .facts dd { overflow-wrap: anywhere; } .facts.pair { grid-template-columns: fit-content(60%) minmax(0, 1fr); } .panel > .list { max-width: none; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: var(--s3); list-style: none; padding: 0; } .tiles li { margin: 0; } .tile { display: block; background: var(--sheet); border: 1px solid var(--line); border-radius: var(--r); padding: .7rem .9rem; color: inherit; text-decoration: none; } a.tile:hover { border-color: var(--key); } .tile b { display: block; font: 600 1.75rem/1.1 var(--serif); font-variant-numeric: lining-nums; }
th, td { overflow-wrap: break-word; max-width: 22rem; } :is(th, td) :is(a, code) { overflow-wrap: inherit; } .one :is(th, td):not(.stretchy) { max-width: none; } .whole-words, thead th { overflow-wrap: normal; } :is(main, .report) > h2 + .panel > table > caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } td > ul { margin: 0; padding-left: 1rem; }
.badge { display: inline-block; white-space: nowrap; font-size: .8125rem; line-height: 1.25rem; border-radius: .3rem; padding: 0 .4rem; background: var(--sunk); color: var(--ink); }
.badge.active, .badge.done, .badge.complete, .badge.kept { background: var(--good-ground); color: var(--good); } .badge.inactive, .badge.failed, .badge.disabled { background: var(--bad-ground); color: var(--bad); } .badge.new, .badge.running, .badge.queued, .badge.decided { background: var(--new-ground); color: var(--new); } .badge.exempt, .badge.needs_second, .badge.partial { background: var(--calm-ground); color: var(--calm); }
.danger { background: var(--bad); border-color: var(--bad); color: var(--sheet); } form.inline { display: inline-block; } .choices { display: flex; flex-wrap: wrap; gap: .4rem 1.1rem; } .choices label { padding: .2rem 0; }
form.sheet fieldset, .sheet form fieldset, main > form fieldset.choices { margin: 0 0 var(--s4); } .sheet legend { font-weight: 600; margin: 0 0 .2rem; } .wrong > input, .wrong > textarea { border: 2px solid var(--bad); }
.notice { display: block; } .notice:has(> div:first-child) { display: flex; } .notice p + p, .notice p + ul { margin-top: .3rem; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 0 1.6rem; } progress { width: 100%; height: .8rem; accent-color: var(--key); } .pager { display: flex; flex-wrap: wrap; gap: var(--s4); font-size: .875rem; } time { white-space: nowrap; } main > details { margin: 0 0 var(--s3); }
@media (max-width: 58rem) { .one td:not(.stretchy) { max-width: 22rem; } .one time { white-space: normal; } }
@media (max-width: 40rem) { th, td { max-width: 12rem; } .cards :is(th, td) { min-width: 0; max-width: none; } }
`
