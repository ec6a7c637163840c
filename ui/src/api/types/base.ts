export type Role = 'viewer' | 'operator' | 'admin'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

export type Me = { user: string; role: Role; csrf_token?: string; via?: string }

export type List<T> = { items: T[]; next?: string | null; total?: number | null }
