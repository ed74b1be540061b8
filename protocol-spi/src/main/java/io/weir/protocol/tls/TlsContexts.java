package io.weir.protocol.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** What was in the files of a listener's TLS at one time, and held together. Immutable. */
final class TlsContexts {
  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  /** Those with forward secrecy and authenticated encryption; version 1.3 has no others. */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** For so long a client may go on with a certificate that it showed before. */
  private static final long SESSION_SECONDS = 3_600;

  private final SslContext standard;
  private final Map<String, SslContext> byName = new HashMap<>();

  private TlsContexts(SslContext standard) {
    this.standard = standard;
  }

  /**
   * Reads the files; blocks.
   *
   * @throws TlsException if they cannot be read, or do not hold together
   */
  static TlsContexts load(Tls tls) {
    TrustManagerFactory clients = clients(tls.clientCa());
    TlsContexts contexts =
        new TlsContexts(context(LoadedIdentity.load(tls.identity()), clients, tls));
    for (Tls.Identity each : tls.more()) {
      LoadedIdentity identity = LoadedIdentity.load(each);
      List<String> names = identity.names();
      if (names.isEmpty()) {
        throw new TlsException(
            each.certificate() + ": the certificate has no DNS names that a client could ask for");
      }
      SslContext context = context(identity, clients, tls);
      names.forEach(name -> contexts.byName.putIfAbsent(name, context));
    }
    return contexts;
  }

  /** What a client is shown that asks for a name, or for none. */
  SslContext of(@Nullable String name) {
    if (name == null) {
      return standard;
    }
    SslContext exact = byName.get(name);
    if (exact != null) {
      return exact;
    }
    // A wildcard stands for one label (RFC 9525, section 6.3).
    int dot = name.indexOf('.');
    SslContext wild = dot < 0 ? null : byName.get("*" + name.substring(dot));
    return wild == null ? standard : wild;
  }

  private static SslContext context(
      LoadedIdentity identity, @Nullable TrustManagerFactory clients, Tls tls) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(identity.keys())
              .sslProvider(SslProvider.JDK)
              .protocols(VERSIONS)
              .ciphers(CIPHERS)
              .sessionTimeout(SESSION_SECONDS);
      if (clients != null) {
        builder
            .trustManager(clients)
            .clientAuth(tls.requiresClients() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
      }
      return builder.build();
    } catch (SSLException e) {
      throw new TlsException(tls.identity().certificate() + ": cannot be used: " + e.getMessage());
    }
  }

  private static @Nullable TrustManagerFactory clients(@Nullable Path ca) {
    if (ca == null) {
      return null;
    }
    var pem = new ByteArrayInputStream(SmallFiles.read(ca).getBytes());
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry(Integer.toString(number++), each);
      }
      if (number == 0) {
        throw new TlsException(ca + ": there is no certificate in it");
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return trust;
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsException(ca + ": these are no certificates in PEM: " + e.getMessage());
    }
  }
}
