package io.weir.core.auth;

import io.weir.core.place.ClientCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** Which client certificates belong to a user. */
public sealed interface CertificateRule {

  /** How a rule about a URI begins. */
  String URI_PREFIX = "uri:";

  /** Whether a certificate is meant. */
  boolean matches(ClientCertificate certificate);

  /**
   * Reads a rule: {@code uri:} and a URI, which is to be among the certificate's alternative names,
   * or a distinguished name in the form of RFC 2253, which its subject is to be part for part. A
   * {@code *} stands for any characters within one part's value, or within one segment of the URI's
   * path; a star itself is written {@code \2A}.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static CertificateRule parse(String text) {
    if (text.startsWith(URI_PREFIX)) {
      return Uri.parse(text.substring(URI_PREFIX.length()));
    }
    return Subject.parse(text);
  }

  /** The URI of an alternative name. */
  record Uri(String text, Pattern pattern) implements CertificateRule {
    static Uri parse(String text) {
      int scheme = text.indexOf("://");
      int path = scheme < 0 ? -1 : text.indexOf('/', scheme + 3);
      String before = path < 0 ? text : text.substring(0, path);
      if (scheme < 1 || before.indexOf('*') >= 0) {
        throw new IllegalArgumentException(
            "'uri:%s' is no rule: it needs a scheme and a host, without a star in either"
                .formatted(text));
      }
      return new Uri(text, Patterns.of(text, "[^/]*"));
    }

    @Override
    public boolean matches(ClientCertificate certificate) {
      return certificate.uris().stream().anyMatch(uri -> pattern.matcher(uri).matches());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Uri that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /** The subject, from its most to its least special part. */
  record Subject(String text, List<Part> parts) implements CertificateRule {

    /** One attribute of a name: its type, and what its value looks like. */
    record Part(String type, Pattern value) {}

    public Subject {
      parts = List.copyOf(parts);
    }

    static Subject parse(String text) {
      List<Part> parts = new ArrayList<>();
      // A star that is written as such must not be taken for one that stands for characters.
      for (Rdn rdn : name(text.replace("\\2A", LITERAL_STAR).replace("\\2a", LITERAL_STAR))) {
        String value = String.valueOf(rdn.getValue());
        parts.add(new Part(rdn.getType().toUpperCase(Locale.ROOT), Patterns.of(value, ".*")));
      }
      return new Subject(text, parts);
    }

    @Override
    public boolean matches(ClientCertificate certificate) {
      List<Rdn> subject;
      try {
        subject = name(certificate.subject());
      } catch (IllegalArgumentException e) {
        return false;
      }
      if (subject.size() != parts.size()) {
        return false;
      }
      for (int i = 0; i < parts.size(); i++) {
        Rdn rdn = subject.get(i);
        Part part = parts.get(i);
        if (!rdn.getType().toUpperCase(Locale.ROOT).equals(part.type())
            || !part.value().matcher(String.valueOf(rdn.getValue())).matches()) {
          return false;
        }
      }
      return true;
    }

    private static List<Rdn> name(String text) {
      List<Rdn> rdns;
      try {
        rdns = new LdapName(text).getRdns();
      } catch (InvalidNameException e) {
        throw notAName(text, e);
      }
      if (rdns.isEmpty() || rdns.stream().anyMatch(rdn -> rdn.size() != 1)) {
        throw notAName(text, null);
      }
      return rdns;
    }

    private static IllegalArgumentException notAName(String text, @Nullable Exception cause) {
      return new IllegalArgumentException(
          "'%s' is not a distinguished name such as CN=sensors-*,O=Acme, or uri:spiffe://acme/*"
              .formatted(text),
          cause);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Subject that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /** A private character that no certificate holds, for a star that is only a star. */
  String LITERAL_STAR = "\uE02A";
}
