package io.weir.gateway.config;

/** Whether clients present a certificate. */
public enum ClientCertificates {
  /** Whoever has none is refused. */
  REQUIRED,
  /** One may be presented, and is verified then. */
  OPTIONAL
}
