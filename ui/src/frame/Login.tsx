import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ask } from '../api/client'
import type { Me } from '../api/types'
import { ErrorNote } from '../parts/notes'

/** Who is there? A user with a password, or a token as `hwauto serve` printed it. */
export function Login() {
  const client = useQueryClient()
  const [way, setWay] = useState<'user' | 'token'>('user')
  const [user, setUser] = useState('')
  const [secret, setSecret] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const body = way === 'user' ? { user, password: secret } : { token: secret.trim() }
      client.setQueryData<Me>(['me'], await ask<Me>('/login', { method: 'POST', body }))
    } catch (problem) {
      setError(problem)
      setSecret('')
    } finally {
      setBusy(false)
    }
  }

  return (
    <main className="login">
      <form onSubmit={submit}>
        <h1>HWAutomation</h1>
        <fieldset className="segments" aria-label="Log in with">
          <label>
            <input type="radio" name="way" checked={way === 'user'} onChange={() => setWay('user')} />
            Password
          </label>
          <label>
            <input type="radio" name="way" checked={way === 'token'} onChange={() => setWay('token')} />
            Token
          </label>
        </fieldset>
        {way === 'user' && (
          <label className="field">
            User
            <input name="user" autoComplete="username" required value={user} onChange={e => setUser(e.target.value)} />
          </label>
        )}
        <label className="field">
          {way === 'user' ? 'Password' : 'Token'}
          <input
            name="secret"
            type="password"
            autoComplete={way === 'user' ? 'current-password' : 'off'}
            placeholder={way === 'token' ? 'hwa_…' : undefined}
            required
            value={secret}
            onChange={e => setSecret(e.target.value)}
          />
        </label>
        {error !== null && <ErrorNote error={error} />}
        <button type="submit" className="main" disabled={busy}>
          Log in
        </button>
        <p className="faint">The first token is printed once, when the service starts on a new database.</p>
      </form>
    </main>
  )
}
