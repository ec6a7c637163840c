import { useState } from 'react'
import { ask, seg } from '../api/client'
import { Dialog } from '../parts/dialog'
import { ErrorNote } from '../parts/notes'
import { say } from '../parts/said'
import { go } from '../route/place'

type Props = {
  name: string
  known: string | null
  text: string
  etag: string | null
  onSaved: () => void
  onClose: () => void
}

/** Saves under the name that the text has; a new name makes a new template. */
export function SaveDialog({ name, known, text, etag, onSaved, onClose }: Props) {
  const [message, setMessage] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const isNew = known !== name
  const submit = async () => {
    setBusy(true)
    setError(null)
    try {
      await ask(`/templates/${seg(name)}`, {
        method: 'PUT',
        body: { text, format: 'yaml', message: message.trim() },
        headers: isNew || !etag ? { 'If-None-Match': '*' } : { 'If-Match': etag },
      })
      onSaved()
      say(`${name} saved.`)
      onClose()
      go(`/templates/${seg(name)}`)
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={isNew ? `Save ${name} as a new template` : `Save ${name}`}
      onClose={onClose}
      onSubmit={submit}
      buttons={
        <>
          <button type="button" onClick={onClose}>
            Not yet
          </button>
          <button type="submit" className="main" disabled={busy}>
            Save
          </button>
        </>
      }
    >
      <p className="effect">Runs that were started keep the definition they were started with.</p>
      <label className="field">
        What changed
        <input
          value={message}
          maxLength={200}
          placeholder="Stands in the list of versions"
          onChange={event => setMessage(event.target.value)}
        />
      </label>
      {error !== null && <ErrorNote error={error} />}
    </Dialog>
  )
}
