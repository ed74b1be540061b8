package io.weir.gateway.config;

import java.util.Optional;

/** Somebody who may connect. */
public record UserConfig(
    @Setting(about = "The name, in its tenant.") String name,
    @Setting(
            name = "scram-sha-256",
            about = "What is kept of its password, as 'weir user hash' prints it.")
        Optional<String> scramSha256,
    @Setting(
            name = "scram-sha-512",
            about = "The same for SCRAM-SHA-512; a password needs one of both.")
        Optional<String> scramSha512,
    @Setting(
            about =
                "A password of which another broker kept a hash, as 'weir import' writes it; SCRAM cannot use it.")
        Optional<String> imported,
    @Setting(about = "Whose tokens are this user's.") Optional<OauthConfig> oauth,
    @Setting(about = "Whose client certificates are this user's.")
        Optional<CertificateConfig> certificate,
    @Setting(about = "What all its connections may, together.", standard = "{}")
        UserLimitsConfig limits,
    @Setting(about = "Whether it may see and change every tenant.", standard = "false")
        boolean administrator) {

  /** The tokens of a user. */
  public record OauthConfig(
      @Setting(about = "Who signs them: an issuer of this file.") String issuer,
      @Setting(about = "Their 'sub', letter by letter.") String subject) {}

  /** The certificates of a user. */
  public record CertificateConfig(
      @Setting(
              about =
                  "Their subject, for example CN=sensors-*,O=Acme, or uri: and a URI among their alternative names.")
          String subject) {}
}
