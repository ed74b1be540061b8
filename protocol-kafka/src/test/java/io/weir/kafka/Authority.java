package io.weir.kafka;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.weir.protocol.tls.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A certificate authority that servers and clients trust, and what it signs. */
final class Authority {
  private final X509Bundle own;

  Authority() throws Exception {
    own =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
  }

  /** TLS of a server on this machine that asks its clients for certificates. */
  Tls server(Path directory, boolean requiresClients) throws Exception {
    X509Bundle server =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=localhost")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(own);
    Path certificate =
        Files.writeString(directory.resolve("server.pem"), server.getCertificatePathPEM());
    Path key = Files.writeString(directory.resolve("server.key"), server.getPrivateKeyPEM());
    Path ca = Files.writeString(directory.resolve("ca.pem"), own.getCertificatePEM());
    return new Tls(new Tls.Identity(certificate, key, ""), List.of(), ca, requiresClients);
  }

  X509Bundle client(String subject) throws Exception {
    return new CertificateBuilder().ecp256().subject(subject).buildIssuedBy(own);
  }

  /** One that is over at some time. */
  X509Bundle client(String subject, Instant until) throws Exception {
    return new CertificateBuilder().ecp256().subject(subject).notAfter(until).buildIssuedBy(own);
  }

  /** The settings of Apache Kafka's clients with a certificate. */
  Map<String, Object> settings(X509Bundle client) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("security.protocol", "SSL");
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.certificates", own.getCertificatePEM());
    settings.put("ssl.keystore.type", "PEM");
    settings.put("ssl.keystore.certificate.chain", client.getCertificatePathPEM());
    settings.put("ssl.keystore.key", client.getPrivateKeyPEM());
    return settings;
  }

  /** What any other client has with a certificate. */
  SSLContext context(X509Bundle client) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        client.toKeyManagerFactory().getKeyManagers(),
        own.toTrustManagerFactory().getTrustManagers(),
        null);
    return context;
  }
}
