import { type FormEvent, type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import { useServers } from '../api/queries'
import { position } from '../parts/words'
import { go } from '../route/place'
import { type Hit, hits } from './find'

/** Server, serial, address or run; `/` comes here from anywhere. */
export function Search() {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [open, setOpen] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const wanted = useDeferredValue(text)
  const servers = useServers().data
  const found = open ? hits(servers ?? [], wanted) : []

  useEffect(() => {
    const key = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement
      const typing = target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    addEventListener('keydown', key)
    return () => removeEventListener('keydown', key)
  }, [])

  const open_ = (hit: Hit | undefined) => {
    const to = hit?.href ?? (text.trim() ? `/fleet?q=${encodeURIComponent(text.trim())}` : null)
    if (!to) return
    setOpen(false)
    setText('')
    input.current?.blur()
    go(to)
  }
  const move = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Escape') input.current?.blur()
    else return
    event.preventDefault()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open_(found[at])
  }

  return (
    <search className="search">
      <form onSubmit={submit}>
        <input
          ref={input}
          type="search"
          role="combobox"
          aria-label="Search servers and runs"
          aria-expanded={found.length > 0}
          aria-controls={id}
          aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
          placeholder="Server, serial, address, run"
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={event => {
            setText(event.target.value)
            setAt(0)
            setOpen(true)
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={move}
        />
        <kbd>/</kbd>
      </form>
      <div className="search-list" role="listbox" id={id} aria-label="Found" hidden={found.length === 0}>
        {found.map((hit, i) => (
          <div
            key={hit.href}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === at}
            onPointerDown={event => event.preventDefault()}
            onClick={() => open_(hit)}
          >
            <span className="mono">{hit.text}</span>
            <span className="faint">{hit.server ? position(hit.server) : ''}</span>
            <span className="faint mono">{hit.note}</span>
          </div>
        ))}
      </div>
    </search>
  )
}
