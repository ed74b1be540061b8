package io.weir.core.auth;

/** What is kept of a way in which a user proves itself; never the secret. */
public sealed interface Credential
    permits ScramCredential, ImportedCredential, TokenCredential, CertificateCredential {}
