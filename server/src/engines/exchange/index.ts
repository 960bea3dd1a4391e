/** Engine `exchange` 交换: services between departments and levels, grants to use them, and the gateway that they meet in. */
export { createExchange, type Exchange, type ExchangeDeps } from './create-exchange.ts';
export { dataServiceKind, serviceSchema, type ServiceDefinition } from './service-kind.ts';
export { keyDays, keyStatement, type NewGrant, type NewMember, type RegisteredKey } from './administer.ts';
export { directoryBytes, type Directory, type SignedDirectory } from './directory.ts';
export type { Gateway, PeerHandlers, PeerWord } from './gateway.ts';
export type { AskPeer, PeerAddress, PeerAnswer, PeerRequest } from './peer-client.ts';
export { keyIdOf } from './sign-request.ts';
export type { Push } from './push.ts';
export type { Erasure, ErasureCause, ErasureHolder } from './erasure-queries.ts';
export type { ErasureOrder, ErasureTerms } from './erasures.ts';
export type { Relay } from './serve-peer.ts';
export type { Tried } from './try-service.ts';
export type { Change, Topics } from './topics.ts';
export type { CallFilter, CallView, GrantFilter, GrantUse, MeterRow } from './exchange-queries.ts';
export { evidenceText, type Call } from './call-log.ts';
export type { Cryptography, Grant, HouseKey, Key, Member, Mode, ReadFor, RegisterSource, Service, SourceRecord, SourceRegister, Upstream, Values } from './types.ts';
export { errors as exchangeErrors } from './errors.ts';
