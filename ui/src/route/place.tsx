import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react'

/** Where the page is: every view has an address that opens it again. */
export type Place = { path: string; query: URLSearchParams; href: string }

const read = (): Place => ({
  path: location.pathname,
  query: new URLSearchParams(location.search),
  href: location.pathname + location.search,
})

let place: Place = read()
let guard: (() => boolean) | null = null
const listeners = new Set<() => void>()

function changed() {
  place = read()
  for (const listener of listeners) listener()
}
addEventListener('popstate', changed)

/** Asked before the page leaves; false stays. For what is not saved yet. */
export function guardLeaving(asked: (() => boolean) | null) {
  guard = asked
}

export function go(to: string, how: { replace?: boolean } = {}) {
  if (to === place.href) return
  if (to.split('?')[0] !== place.path && guard && !guard()) return
  if (how.replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  changed()
}

export const usePlace = () =>
  useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => place,
  )

/** The present address with some of the query changed; null takes a key away. */
export function withQuery(change: Record<string, string | null>): string {
  const query = new URLSearchParams(place.query)
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === '') query.delete(key)
    else query.set(key, value)
  }
  const text = query.toString()
  return place.path + (text ? `?${text}` : '')
}

export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    go(href)
  }
  return <a href={href} onClick={follow} {...rest} />
}
