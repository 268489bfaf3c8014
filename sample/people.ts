/** Everyone in the sample world. All are invented; none is derived from anybody. */

type Person = {
  readonly login: string
  readonly id: number
  readonly name: string | null
  readonly created_at: string
  readonly type?: 'User' | 'Bot'
  readonly two_factor?: 'secure' | 'insecure' | 'disabled'
}

const names = [
  // lichen-lab: owners
  'mara-voss Mara Voss',
  'teo-lindqvist Teo Lindqvist',
  'ines-okafor Ines Okafor',
  // lichen-lab: members, each with one case of their own (sample/activity.ts says which)
  'jonas-adeyemi Jonas Adeyemi',
  'priya-raman Priya Raman',
  'tomasz-wilk Tomasz Wilk',
  'lucia-ferro Lucia Ferro',
  'henrik-solberg Henrik Solberg',
  'amina-diallo Amina Diallo',
  'oskar-brandt Oskar Brandt',
  'yuki-tanabe Yuki Tanabe',
  'dora-keller Dora Keller',
  'felix-moreau Felix Moreau',
  'nadia-petrov Nadia Petrov',
  'sven-halvorsen Sven Halvorsen',
  'rosa-campos Rosa Campos',
  'ben-achterberg Ben Achterberg',
  'carla-nunes Carla Nunes',
  'wei-sandoval Wei Sandoval',
  'emil-novak Emil Novak',
  'grace-obi Grace Obi',
  'paul-deschamps Paul Deschamps',
  'lichen-machine Lichen Machine',
  // outside collaborators
  'kofi-mensah Kofi Mensah',
  'lena-vogel Lena Vogel',
  'iris-blum Iris Blum',
  'tim-osei Tim Osei',
  // invited
  'hugo-marchetti Hugo Marchetti',
  'vera-stone Vera Stone',
  'olga-lindgren Olga Lindgren',
  // moss-press
  'arno-fischer Arno Fischer',
  'zoe-lambert Zoe Lambert',
  'milo-janssen Milo Janssen',
  'ruth-okello Ruth Okello',
  'ivo-marek Ivo Marek',
  // contributors without any access
  'sofia-lund Sofia Lund',
  'dario-costa Dario Costa',
  'hana-kimura Hana Kimura',
  'piet-dekker Piet Dekker',
  'lila-farouk Lila Farouk',
  'noel-byrne Noel Byrne',
  'eva-horvat Eva Horvat',
  'sami-laine Sami Laine',
  'juno-park Juno Park',
  'max-ebert Max Ebert',
]

const weak: Readonly<Record<string, 'insecure' | 'disabled'>> = {
  'ben-achterberg': 'disabled',
  'carla-nunes': 'insecure',
  'paul-deschamps': 'disabled',
  'lena-vogel': 'disabled',
}

/** The accounts, bots included. */
export const people: readonly Person[] = [
  ...names.map((line, i): Person => {
    const [login = '', ...name] = line.split(' ')
    const two_factor = weak[login]
    return {
      login,
      id: 50_001 + i,
      name: name.join(' '),
      created_at:
        login === 'wei-sandoval' ? '2026-09-14T10:00:00Z' : `20${12 + (i % 8)}-03-0${1 + (i % 9)}T09:00:00Z`,
      ...(two_factor && { two_factor }),
    }
  }),
  { login: 'greenhouse-ci[bot]', id: 59_001, name: null, type: 'Bot', created_at: '2021-01-01T00:00:00Z' },
  { login: 'renewal[bot]', id: 59_002, name: null, type: 'Bot', created_at: '2021-01-01T00:00:00Z' },
]
