import { useSyncExternalStore } from 'react'

let said: { text: string; key: number } | null = null
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setTimeout> | undefined

/** Says a sentence at the foot of the page, and to screen readers. */
export function say(text: string) {
  said = { text, key: (said?.key ?? 0) + 1 }
  clearTimeout(timer)
  timer = setTimeout(() => {
    said = null
    for (const listener of listeners) listener()
  }, 6000)
  for (const listener of listeners) listener()
}

export function Said() {
  const now = useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => said,
  )
  return (
    <div className="said" role="status" aria-live="polite">
      {now && <p key={now.key}>{now.text}</p>}
    </div>
  )
}
