/** The style sheet of all pages: light and dark, readable at 360 pixels, visible focus, loads nothing else. */

/** The style sheet's path, with the beginning of its text's SHA-256, because browsers cache it for a year. `npm run assets` after a change. */
export const STYLE_PATH = '/style.css?7e9dc1a0'

/** Contrasts are at least 4.5:1 in both schemes for every pair of text and background used here. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --background: #faf8f4; --sheet: #ffffff; --text: #23211d; --muted: #5c574e; --line: #dcd6ca; --link: #7a4b06;
  --accent: #8a5a10; --on-accent: #ffffff; --good: #1d6b3c; --bad: #a32a1c; --new: #1f5a94; --pending: #5a4a86;
  --good-background: #e6f3ea; --bad-background: #fbe9e6; --new-background: #e5eff9; --pending-background: #efebf8; --neutral-background: #f1ede4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --background: #191815; --sheet: #22201c; --text: #ece7dd; --muted: #b3ab9c; --line: #3c382f; --link: #e6b866;
    --accent: #d9a548; --on-accent: #1d1806; --good: #86d3a2; --bad: #f2a091; --new: #93c3f0; --pending: #c3b3ee;
    --good-background: #1d3225; --bad-background: #3d221d; --new-background: #1c2d3d; --pending-background: #2d2740; --neutral-background: #2d2a24;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--background); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
h1, h2, h3, h4 { overflow-wrap: anywhere; }
h1, h2, h3 { font-family: Georgia, 'Iowan Old Style', serif; font-weight: 600; line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.9rem; margin: 0 0 .6rem; } h2 { font-size: 1.35rem; margin: 2rem 0 .6rem; } h3 { font-size: 1.1rem; margin: 0 0 .3rem; }
h4 { font-size: 1rem; margin: .9rem 0 .25rem; } .sheet > h2:first-child { margin-top: 0; } time, button { white-space: nowrap; }
p, ul, ol, dl { margin: 0 0 .9rem; max-width: 46rem; } li { margin: .15rem 0; }
a { color: var(--link); text-underline-offset: .15em; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: .5rem; top: .5rem; background: var(--sheet); padding: .4rem .8rem; z-index: 1; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.top, .sections, main, .foot { max-width: 68rem; margin: 0 auto; padding: 0 1.1rem; }
.top { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding-top: .9rem; padding-bottom: .6rem; }
.home { white-space: nowrap; display: inline-flex; align-items: center; gap: .5rem; color: var(--text); text-decoration: none; font: 600 1.15rem Georgia, serif; }
.mark { color: var(--accent); } .who { display: flex; align-items: center; gap: .8rem; min-width: 0; } .who > a { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.sections { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem 1.2rem; border-bottom: 1px solid var(--line); }
.sections .org { font-weight: 650; } .sections ul { display: flex; flex-wrap: wrap; gap: 0 .3rem; list-style: none; margin: 0; padding: 0; max-width: none; }
.sections a { display: block; padding: .45rem .55rem; color: var(--muted); text-decoration: none; border-bottom: 3px solid transparent; }
.sections a:hover { color: var(--text); } .sections a[aria-current] { color: var(--text); border-color: var(--accent); }
main { padding-top: 1.6rem; padding-bottom: 3rem; } .foot { color: var(--muted); border-top: 1px solid var(--line); padding-top: .8rem; }
.lead { font-size: 1.12rem; } .hint, .muted { color: var(--muted); } .hint { font-size: .9rem; margin: .2rem 0 0; }
.sheet, .card { background: var(--sheet); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.1rem; margin: 0 0 1rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .8rem; list-style: none; padding: 0; max-width: none; }
.tiles li { margin: 0; } .tile { display: block; background: var(--sheet); border: 1px solid var(--line); border-radius: .6rem; padding: .7rem .9rem; color: inherit; text-decoration: none; }
a.tile:hover { border-color: var(--accent); } .tile b { display: block; font: 600 1.7rem/1.2 Georgia, serif; }
table { width: 100%; border-collapse: collapse; background: var(--sheet); border: 1px solid var(--line); border-radius: .6rem; margin: 0 0 1rem; }
caption { text-align: left; color: var(--muted); padding: .3rem 0; } th, td { text-align: left; vertical-align: top; padding: .5rem .7rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; min-width: 5.5rem; }
.whole-words { overflow-wrap: normal; } tbody th { min-width: 8rem; } thead th { overflow-wrap: normal; border-top: 0; color: var(--muted); font-size: .88rem; font-weight: 600; } tbody th { font-weight: 600; }
.badge { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .88rem; font-weight: 600; white-space: nowrap; background: var(--neutral-background); color: var(--text); }
.badge.active, .badge.done, .badge.complete, .badge.kept { background: var(--good-background); color: var(--good); }
.badge.inactive, .badge.failed, .badge.disabled { background: var(--bad-background); color: var(--bad); }
.badge.new, .badge.running, .badge.queued, .badge.decided { background: var(--new-background); color: var(--new); }
.badge.exempt, .badge.needs_second, .badge.partial { background: var(--pending-background); color: var(--pending); }
button, .button { font: inherit; font-weight: 600; cursor: pointer; border-radius: .45rem; border: 1px solid var(--accent); padding: .45rem .9rem; background: var(--accent); color: var(--on-accent); text-decoration: none; display: inline-block; }
button.quiet { background: none; border-color: var(--line); color: var(--text); font-weight: 500; } button.danger { background: var(--bad); border-color: var(--bad); color: var(--background); }
button:hover { filter: brightness(1.08); } form.inline { display: inline-block; margin: 0; }
input, select, textarea { font: inherit; color: inherit; background: var(--background); border: 1px solid var(--muted); border-radius: .4rem; padding: .4rem .55rem; max-width: 100%; }
input[type=radio], input[type=checkbox] { width: 1.15rem; height: 1.15rem; accent-color: var(--accent); vertical-align: -.15rem; margin: 0 .35rem 0 0; }
textarea, input.wide { width: 100%; } .filters { display: flex; flex-wrap: wrap; align-items: end; gap: .7rem 1rem; margin: 0 0 1rem; }
.field { margin: 0 0 .9rem; } .field > label { display: block; font-weight: 600; margin: 0 0 .15rem; } .complaint { color: var(--bad); font-weight: 600; margin: .2rem 0 0; }
.wrong input, .wrong textarea { border: 2px solid var(--bad); } fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 .9rem; padding: .6rem .9rem; } legend { font-weight: 600; padding: 0 .3rem; }
.choices { display: flex; flex-wrap: wrap; gap: .4rem 1.1rem; } .choices label { padding: .2rem 0; }
.notice { border-left: 4px solid var(--accent); background: var(--sheet); padding: .7rem 1rem; margin: 0 0 1rem; max-width: 46rem; } .notice.bad { border-color: var(--bad); } .notice p:last-child { margin: 0; }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .3rem 1rem; } .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 0 1.6rem; }
progress { width: 100%; height: .8rem; accent-color: var(--accent); } .pager { display: flex; flex-wrap: wrap; gap: 1rem; } .facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } .facts dt { color: var(--muted); } .facts dt::first-letter { text-transform: uppercase; } .facts dd { margin: 0; overflow-wrap: anywhere; }
details { margin: 0 0 .9rem; } details > summary { cursor: pointer; color: var(--link); } details > ul { margin: .4rem 0 0; }
@supports selector(:has(*)) {
  form:not(:has([value=keep]:checked)) .for-keep, form:not(:has([value=downgrade]:checked)) .for-downgrade { display: none; }
}
@media (max-width: 56rem) {
  h1 { font-size: 1.55rem; } .top, .who { gap: .5rem; font-size: .92rem; } .who button { padding: .3rem .55rem; } .facts { grid-template-columns: 1fr; } .facts dd { margin: 0 0 .4rem; }
  table, tbody, tr, th, td, caption { display: block; } thead { display: none; }
  table { border: 0; background: none; } tr { background: var(--sheet); border: 1px solid var(--line); border-radius: .6rem; margin: 0 0 .7rem; padding: .4rem .8rem; }
  th, td, tbody th { border: 0; padding: .2rem 0; min-width: 0; } td[data-label]::before { content: attr(data-label) ': '; color: var(--muted); font-size: .88rem; }
}
@media print { .top, .sections, .foot, form { display: none; } body { background: #fff; color: #000; } }
`
