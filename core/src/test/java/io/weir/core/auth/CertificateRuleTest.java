package io.weir.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.place.ClientCertificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRuleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=pump,O=Acme | CN=pump,O=Acme",
        "cn=pump, o=Acme | CN=pump,O=Acme",
        "CN=sensors-*,O=Acme | CN=sensors-17,O=Acme",
        "CN=*,O=Acme | CN=anybody,O=Acme",
        "CN=a\\,b,O=Acme | CN=a\\,b,O=Acme",
        "CN=a\\2Ab,O=Acme | CN=a*b,O=Acme"
      })
  void aSubjectIsMatchedPartForPart(String rule, String subject) {
    assertThat(matches(rule, subject)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=pump,O=Acme | CN=pump",
        "CN=pump | CN=pump,O=Acme",
        "CN=pump,O=Acme | CN=pump,O=Acme,C=DE",
        "CN=pump,O=Acme | CN=evil,CN=pump,O=Acme",
        "CN=pump,O=Acme | O=Acme,CN=pump",
        "CN=pump,O=Acme | CN=Pump,O=Acme",
        "CN=*,O=Acme | CN=x\\,O=Acme,O=Evil",
        "CN=*,O=Acme | CN=x+O=Acme,O=Acme",
        "CN=a\\2Ab,O=Acme | CN=axb,O=Acme",
        "CN=pump,O=Acme | no name at all"
      })
  void anotherSubjectIsNot(String rule, String subject) {
    assertThat(matches(rule, subject)).isFalse();
  }

  @Test
  void aUriIsMatchedSegmentForSegment() {
    assertThat(uri("uri:spiffe://acme/sensors/*", "spiffe://acme/sensors/17")).isTrue();
    assertThat(uri("uri:spiffe://acme/sensors/*", "spiffe://acme/sensors/17/x")).isFalse();
    assertThat(uri("uri:spiffe://acme/sensors/*", "spiffe://evil/sensors/17")).isFalse();
    assertThat(uri("uri:spiffe://acme/pump", "spiffe://acme/pump")).isTrue();
    assertThat(matches("uri:spiffe://acme/pump", "CN=pump")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pump", "CN=a+O=b", "uri:", "uri:pump", "uri:spiffe://*/pump"})
  void whatIsNoRuleIsRefused(String text) {
    assertThatThrownBy(() -> CertificateRule.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean matches(String rule, String subject) {
    return CertificateRule.parse(rule).matches(new ClientCertificate(subject, List.of()));
  }

  private static boolean uri(String rule, String uri) {
    return CertificateRule.parse(rule).matches(new ClientCertificate("CN=x", List.of(uri)));
  }
}
