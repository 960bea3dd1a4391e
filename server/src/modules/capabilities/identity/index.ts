/** 统一身份认证: the routes and pages of identity. */
export { createIdentityRoutes } from './routes.ts';
export type { CertificatesEnding } from './machine-routes.ts';
export { mountIdentity } from './mount-identity.ts';
export { exchangeOver, signInByForms, SignInFailed, type Exchange, type SignInByForms } from './sign-in-by-forms.ts';
