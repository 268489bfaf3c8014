/** HTML by template, with everything that is put in escaped unless it is already HTML. */

export type Html = { readonly html: string }

/** Escape the values; arrays are joined, nested templates kept. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return { html: strings.reduce((text, part, i) => text + shown(values[i - 1]) + part) }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join('')
  if (value !== null && typeof value === 'object' && 'html' in value) return String(value.html)
  return String(value ?? '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** A whole page in the demo's plain style. */
export function document(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #8884 }
button { font: inherit; width: 100%; text-align: left; padding: .5rem .75rem; margin: .2rem 0; border: 1px solid #8886; border-radius: .4rem; background: #8881; color: inherit; cursor: pointer }
button:hover, button:focus-visible { border-color: #2c7be5; outline: 2px solid #2c7be5 }
input { font: inherit; padding: .4rem .6rem; border: 1px solid #888; border-radius: .4rem; width: 60% }
article { border: 1px solid #8886; border-radius: .4rem; padding: 0 1rem; margin: 1rem 0 } article h2 { margin: 0 } .said { white-space: pre-line; overflow-wrap: anywhere }
.find button { width: auto; margin-left: .4rem } small { color: #777 } @media (prefers-color-scheme: dark) { small { color: #aaa } }
</style></head><body>${body}<p><small>An invented GitHub, for trying out. Nothing here is real.</small></p></body></html>`
    .html
}
