/** Names for as many invented people as a world wants: every first name with every last name, in an order that looks like none. */

const FIRST =
  `Abel Adina Aino Aldo Alma Amos Anouk Arlo Asta Basil Bea Birk Cato Celia Cosmo Dag Dalia Edda Eino Elif
Elio Enid Esben Fenna Flora Gil Gudrun Hedda Idris Ilka Imre Ivy Jarle Jette Jory Juna Kaia Kasper Kira Lars Leni Linus
Lior Livia Mads Maren Mila Mirko Nell Nils Nora Odin Oona Orla Osric Pia Quinn Rafe Ronja Rune`.split(/\s+/)
const LAST =
  `Alder Ashdown Bergamo Birkeland Brook Calder Corrie Dahlen Drift Elmgren Fairley Fenwick Fossum Garnet
Glenn Hartwig Haugen Heather Hollis Ingram Jarvik Juniper Kestrel Kjeld Larkin Lindell Lowe Marsh Meadow Moor Nygard
Oakes Orchard Palmer Pine Quist Reed Ridley Rowan Sandvik Sedley Shaw Skov Sorrel Stenberg Storm Tarn Thorne Tveit
Umber Vale Vance Vik Wheatley Wilder Willow Winter Woodrow Wren Yarrow`.split(/\s+/)

/** The n-th person's name; no two of the first 3,600 share one. */
export function nameOf(n: number): string {
  const turn = Math.floor(n / FIRST.length)
  const first = n % FIRST.length
  return `${FIRST[first]} ${LAST[(first * 7 + turn * 11) % LAST.length]}`
}

export function loginOf(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-')
}
