package io.weir.core.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @CsvSource({
    "10.20.0.0/16, 10.20.255.255, true",
    "10.20.0.0/16, 10.21.0.0, false",
    "10.0.0.128/25, 10.0.0.127, false",
    "10.0.0.128/25, 10.0.0.128, true",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "10.0.0.5, 10.0.0.5, true",
    "10.0.0.5, 10.0.0.4, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::, false",
    "::/0, 2001:db8::1, true",
    "::/0, 127.0.0.1, false",
    "10.20.0.0/16, ::ffff:10.20.1.2, true"
  })
  void anAddressLiesInTheRangeThatAgreesWithItsFirstBits(String range, String address, boolean in) {
    assertThat(Cidr.parse(range).contains(InetAddress.ofLiteral(address))).isEqualTo(in);
  }

  @Property
  void itAgreesWithTheNumbersThatAddressesAre(
      @ForAll @Size(4) byte[] network,
      @ForAll @Size(4) byte[] other,
      @ForAll @IntRange(max = 32) int prefix)
      throws UnknownHostException {
    Cidr range = Cidr.around(InetAddress.getByAddress(network), prefix);
    boolean same =
        new BigInteger(1, network)
            .shiftRight(32 - prefix)
            .equals(new BigInteger(1, other).shiftRight(32 - prefix));
    assertThat(range.contains(InetAddress.getByAddress(other))).isEqualTo(same);
    assertThat(range.contains(InetAddress.getByAddress(network))).isTrue();
    assertThat(Cidr.parse(range.toString())).isEqualTo(range);
  }

  @Property
  void longRangesAreReadAsTheyAreWritten(
      @ForAll @Size(16) byte[] network, @ForAll @IntRange(max = 128) int prefix)
      throws UnknownHostException {
    byte[] first = network.clone();
    first[0] = 0x20;
    Cidr range = Cidr.around(InetAddress.getByAddress(first), prefix);
    assertThat(Cidr.parse(range.toString())).isEqualTo(range);
    assertThat(range.contains(InetAddress.getByAddress(first))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/08",
        "10.0.0.0/-1",
        "10.0.0/8",
        "10.1",
        "1",
        "010.0.0.0/8",
        "256.0.0.0/8",
        "localhost/8",
        "example.com",
        "fe80::1%lo/64",
        "10.0.0.0/8/8",
        ":/0",
        "10.0.0.0/x"
      })
  void whatIsNoRangeIsRefused(String text) {
    assertThatThrownBy(() -> Cidr.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected a range of addresses, for example 10.20.0.0/16 or 2001:db8::/32, found '"
                + text
                + "'");
  }

  @Test
  void bitsAfterThePrefixAreRefusedWithWhatWasMeant() {
    assertThatThrownBy(() -> Cidr.parse("10.20.3.0/16"))
        .hasMessage(
            "'10.20.3.0/16' is no range, for it has bits after its prefix; did you mean"
                + " 10.20.0.0/16?");
  }

  @Test
  void aPrefixIsNoLongerThanAnAddress() {
    assertThatThrownBy(() -> Cidr.parse("10.0.0.0/33"))
        .hasMessage("'10.0.0.0/33' is no range: a prefix has 0 to 32 bits");
    assertThatThrownBy(() -> Cidr.parse("::/129"))
        .hasMessageEndingWith("a prefix has 0 to 128 bits");
  }
}
