package io.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority, and what it signs. */
final class Certificates {
  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

  private final X509Bundle authority;

  Certificates() {
    try {
      authority =
          new CertificateBuilder()
              .ecp256()
              .subject("CN=authority")
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of a server with a DNS name. */
  X509Bundle server(String name) throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=" + name)
        .addExtensionOctetString(SUBJECT_ALTERNATIVE_NAME, false, dnsName(name))
        .buildIssuedBy(authority);
  }

  /** DER by hand, for the builder takes no wildcards: a sequence of one name of the kind 2. */
  private static byte[] dnsName(String name) {
    byte[] ascii = name.getBytes(US_ASCII);
    return ByteBuffer.allocate(ascii.length + 4)
        .put((byte) 0x30)
        .put((byte) (ascii.length + 2))
        .put((byte) 0x82)
        .put((byte) ascii.length)
        .put(ascii)
        .array();
  }

  X509Bundle client(String subject) throws Exception {
    return new CertificateBuilder().ecp256().subject(subject).buildIssuedBy(authority);
  }

  /** Its own certificate as PEM. */
  String authority() {
    return authority.getCertificatePEM();
  }

  /** What a client has that trusts it. */
  SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, authority.toTrustManagerFactory().getTrustManagers(), null);
    return context;
  }

  /** What a client has that trusts it, and has a certificate. */
  SSLContext trustingAs(X509Bundle client) throws Exception {
    KeyManagerFactory keys = client.toKeyManagerFactory();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), authority.toTrustManagerFactory().getTrustManagers(), null);
    return context;
  }

  /** Certificate and key as PEM, {@code name.pem} and {@code name.key}. */
  void write(X509Bundle bundle, Path directory, String name) throws Exception {
    Files.writeString(directory.resolve(name + ".pem"), bundle.getCertificatePathPEM());
    Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM());
  }

  /** Both in a PKCS #12 store. */
  void writeStore(X509Bundle bundle, Path directory, String file, String password)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    PrivateKey key = bundle.getKeyPair().getPrivate();
    store.setKeyEntry("weir", key, password.toCharArray(), bundle.getCertificatePath());
    try (OutputStream out = Files.newOutputStream(directory.resolve(file))) {
      store.store(out, password.toCharArray());
    }
  }
}
