/** The style of the ground: colours of both schemes, type, the bar with its rooms, columns. */

export const FRAME = `
:root {
  color-scheme: light dark;
  --ground: #faf8f4; --sheet: #fff; --sunk: #f4f0e8; --ink: #23211d; --soft: #5c574e; --line: #e3ddd1; --edge: #8d8577;
  --link: #7a4b06; --key: #8a5a10; --key-ink: #fff; --key-ground: #f6ead3;
  --good: #1d6b3c; --good-ground: #e6f3ea; --bad: #a32a1c; --bad-ground: #fbe9e6;
  --new: #1f5a94; --new-ground: #e5eff9; --calm: #5a4a86; --calm-ground: #efebf8;
  --c-active: #789c80; --c-inactive: #b5452f; --c-new: #5a8fc2; --c-exempt: #9482c4; --c-unknown: #978f80; --bar: #b98a3d;
  --s1: .25rem; --s2: .5rem; --s3: .75rem; --s4: 1rem; --s5: 1.5rem; --s6: 2.5rem; --r: .5rem;
  --serif: Georgia, 'Iowan Old Style', 'Palatino Linotype', serif; --mono: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #191815; --sheet: #22201c; --sunk: #1d1b18; --ink: #ece7dd; --soft: #b3ab9c; --line: #39352d; --edge: #8a8271;
    --link: #e6b866; --key: #d9a548; --key-ink: #1d1806; --key-ground: #3a2f1a;
    --good: #86d3a2; --good-ground: #1d3225; --bad: #f2a091; --bad-ground: #3d221d;
    --new: #93c3f0; --new-ground: #1c2d3d; --calm: #c3b3ee; --calm-ground: #2d2740;
    --c-active: #54785e; --c-inactive: #dd7460; --c-new: #4f84b8; --c-exempt: #8373b3; --c-unknown: #7a7265; --bar: #c6973f;
  }
}

/* ground */
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding: 1rem 0 6rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: .9375rem/1.45 system-ui, sans-serif; }
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.2; margin: 0; overflow-wrap: anywhere; text-wrap: balance; }
h1 { font-size: 1.75rem; letter-spacing: -.01em; font-variant-numeric: lining-nums; } h2 { font-size: 1.1875rem; font-variant-numeric: lining-nums; } h3 { font-size: 1rem; } 
p, ul, ol, dl { margin: 0 0 var(--s3); } p { max-width: 44rem; } p + h3, ul + h3, dl + h3 { margin-top: 1rem; } main > h1 { margin-bottom: .75rem; } ul, ol { padding-left: 1.2rem; } li { margin: .1rem 0; } dd { margin: 0; }
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: 1px; overflow-wrap: anywhere; }
a.plain { color: inherit; text-decoration: none; } a.plain:hover { text-decoration: underline; }
b, strong { font-weight: 600; } small, .small { font-size: .8125rem; } .soft { color: var(--soft); } .good { color: var(--good); } .bad { color: var(--bad); }
.num { font-variant-numeric: tabular-nums; text-align: right; } .nowrap { white-space: nowrap; } code, pre { font: .9em/1.5 var(--mono); overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--key); outline-offset: 2px; border-radius: 3px; } main:focus { outline: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: var(--s2); top: var(--s2); z-index: 9; background: var(--sheet); padding: var(--s2) var(--s3); }

/* frame */
.top, main, .foot { max-width: 78rem; margin: 0 auto; padding: 0 1.25rem; }
.bar { background: var(--sheet); border-bottom: 1px solid var(--line); }
.top { display: flex; align-items: center; gap: 0 var(--s4); min-height: 3.25rem; }
.home { display: inline-flex; align-items: center; gap: .45rem; color: inherit; text-decoration: none; font: 600 1.0625rem var(--serif); white-space: nowrap; } .mark { color: var(--key); flex: none; }
.org { color: inherit; font-weight: 600; text-decoration: none; white-space: nowrap; } .org::before { content: '/'; color: var(--edge); margin-right: var(--s3); font-weight: 400; } .org:hover { text-decoration: underline; }
.rooms { flex: 1; min-width: 0; align-self: stretch; display: flex; } .rooms ul { display: flex; list-style: none; margin: 0; padding: 0; }
.rooms li { display: flex; margin: 0; } .rooms a { display: flex; align-items: center; gap: .35rem; padding: .15rem .6rem 0; color: var(--soft); text-decoration: none; white-space: nowrap; border-bottom: 2px solid transparent; }
.rooms a:hover { color: var(--ink); } .rooms a[aria-current] { color: var(--ink); border-color: var(--key); }
.who { display: flex; align-items: center; gap: var(--s3); margin-left: auto; white-space: nowrap; } .who form { margin: 0; } .who a { color: var(--soft); }
main { padding-top: 1.25rem; padding-bottom: var(--s6); } .foot { color: var(--soft); font-size: .8125rem; padding-top: var(--s4); padding-bottom: var(--s5); } .foot a { color: inherit; }
.head { display: flex; flex-wrap: wrap; align-items: end; justify-content: space-between; gap: var(--s2) var(--s5); margin: 0 0 var(--s3); } .head > div { flex: 1 1 12rem; min-width: 0; } .head > p { flex: 0 1 auto; } .head p { margin: var(--s1) 0 0; max-width: 60rem; }
.lead { font-size: 1.0625rem; line-height: 1.5; } .head .crumb, .crumb { margin: 0 0 .3rem; font-size: .8125rem; color: var(--soft); }
.cols { margin-bottom: var(--s4); display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); gap: var(--s4); align-items: start; } .cols > * { grid-column: span 12; min-width: 0; margin-bottom: 0; }
.cols > .c4 { grid-column: span 4; } .cols > .c5 { grid-column: span 5; } .cols > .c6 { grid-column: span 6; } .cols > .c7 { grid-column: span 7; } .cols > .c8 { grid-column: span 8; } .stretch { align-items: stretch; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: var(--s2) var(--s3); } .end { margin-left: auto; }
`
