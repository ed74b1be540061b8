package io.weir.protocol.tls;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate with the key that belongs to it.
 *
 * @param names the DNS names of the certificate, in lower case
 */
record LoadedIdentity(KeyManagerFactory keys, List<String> names) {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedIdentity.class);
  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");
  private static final int DNS_NAME = 2;

  static LoadedIdentity load(Tls.Identity files) {
    Path certificate = files.certificate();
    KeyManagerFactory keys = keys(files);
    X509KeyManager manager =
        Stream.of(keys.getKeyManagers())
            .filter(X509KeyManager.class::isInstance)
            .map(X509KeyManager.class::cast)
            .findFirst()
            .orElseThrow(() -> new TlsException(certificate + ": has no key"));
    String alias =
        KEY_TYPES.stream()
            .map(type -> manager.getServerAliases(type, null))
            .filter(Objects::nonNull)
            .flatMap(Arrays::stream)
            .findFirst()
            .orElseThrow(() -> new TlsException(certificate + ": has no key for TLS"));
    X509Certificate own = manager.getCertificateChain(alias)[0];
    if (!belongs(manager.getPrivateKey(alias), own.getPublicKey())) {
      Path key = files.key();
      throw new TlsException(
          (key == null ? certificate : key) + ": the key does not belong to the certificate");
    }
    if (own.getNotAfter().toInstant().isBefore(Instant.now())) {
      LOG.warn("{}: the certificate is no longer valid, since {}", certificate, own.getNotAfter());
    }
    return new LoadedIdentity(keys, names(own, certificate));
  }

  private static KeyManagerFactory keys(Tls.Identity files) {
    Buffer certificate = SmallFiles.read(files.certificate());
    Path keyFile = files.key();
    KeyCertOptions options =
        keyFile == null
            ? new PfxOptions().setValue(certificate).setPassword(files.password())
            : new PemKeyCertOptions()
                .addCertValue(certificate)
                .addKeyValue(SmallFiles.read(keyFile));
    try {
      // It asks Vert.x for nothing but files, and here is what is in them.
      return options.getKeyManagerFactory(null);
    } catch (Exception e) {
      String what =
          keyFile == null
              ? files.certificate() + ": this is no PKCS #12 store with this password"
              : files.certificate()
                  + " and "
                  + keyFile
                  + ": these are no certificate and key in PEM";
      throw new TlsException(what + ": " + e.getMessage());
    }
  }

  /** Whether what is signed with one is verified with the other. */
  private static boolean belongs(PrivateKey own, PublicKey shown) {
    String algorithm =
        switch (shown.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> shown.getAlgorithm();
        };
    try {
      byte[] text = "weir".getBytes(StandardCharsets.US_ASCII);
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(own);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(shown);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static List<String> names(X509Certificate certificate, Path file) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.getFirst().equals(DNS_NAME))
              .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
              .toList();
    } catch (CertificateParsingException e) {
      throw new TlsException(file + ": the certificate's names cannot be read: " + e.getMessage());
    }
  }
}
