package io.weir.protocol.proxy;

import static io.weir.protocol.proxy.Balancer.ADDRESSES;
import static io.weir.protocol.proxy.Balancer.ALIBABA;
import static io.weir.protocol.proxy.Balancer.AWS;
import static io.weir.protocol.proxy.Balancer.AZURE;
import static io.weir.protocol.proxy.Balancer.GCP;
import static io.weir.protocol.proxy.Balancer.LOCAL;
import static io.weir.protocol.proxy.Balancer.PROXY;
import static io.weir.protocol.proxy.Balancer.SIGNATURE;
import static io.weir.protocol.proxy.Balancer.TCP4;
import static io.weir.protocol.proxy.Balancer.bytes;
import static io.weir.protocol.proxy.Balancer.checksummed;
import static io.weir.protocol.proxy.Balancer.header;
import static io.weir.protocol.proxy.Balancer.text;
import static io.weir.protocol.proxy.Balancer.value;
import static io.weir.protocol.proxy.Balancer.whole;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.core.place.EndpointId;
import io.weir.protocol.proxy.ProxyHeader.Client;
import io.weir.protocol.proxy.ProxyHeader.ClientTls;
import io.weir.protocol.proxy.ProxyHeader.HealthCheck;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeadersTest {
  private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.1", 56324);
  private static final InetSocketAddress REACHED = new InetSocketAddress("198.51.100.7", 443);

  static Stream<Arguments> endpoints() {
    return Stream.of(
        Arguments.of(AWS, "aws:vpce-08d2bf15fac5001"),
        Arguments.of(AZURE, "azure:305419896"), // 0x12345678
        Arguments.of(GCP, "gcp:9223372036854775809"), // 2^63 + 1
        Arguments.of(ALIBABA, "alibaba:ep-2ze"));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void aCloudsBalancerNamesTheEndpoint(String values, String endpoint) throws Exception {
    assertThat(client(header(values)).endpoint()).isEqualTo(EndpointId.parse(endpoint));
  }

  @Test
  void aBinaryHeaderNamesBothEndsOfTheClientsConnection() throws Exception {
    assertThat(client(header())).isEqualTo(new Client(SOURCE, REACHED, null, null, null, null));
  }

  @Test
  void overIpv6Too() throws Exception {
    String addresses =
        "20010DB8 00000000 00000000 00000001 20010DB8 00000000 00000000 00000002 DC04 01BB";
    Client client = client(whole(PROXY, "21", addresses + AWS));
    assertThat(client.source()).isEqualTo(new InetSocketAddress("2001:db8::1", 56324));
    assertThat(client.destination()).isEqualTo(new InetSocketAddress("2001:db8::2", 443));
    assertThat(client.endpoint()).isNotNull();
  }

  @Test
  void authorityUniqueIdAndTlsAreRead() throws Exception {
    String tls =
        "07 00000000" // TLS, certificate in this connection and session; verified
            + value(0x21, text("TLSv1.3"))
            + value(0x22, text("billing"));
    Client client =
        client(
            header(
                value(0x01, text("h2")), // ALPN
                value(0x02, text("Acme.Example.com")),
                value(0x04, "000000"), // nothing
                value(0x05, text("a1b2-c3")),
                value(0x20, tls),
                value(0x30, text("blue")))); // network namespace
    assertThat(client.authority()).isEqualTo("acme.example.com");
    assertThat(client.uniqueId()).isEqualTo("a1b2-c3");
    assertThat(client.tls()).isEqualTo(new ClientTls(true, "billing"));
  }

  static Stream<Arguments> certificates() {
    String name = value(0x22, text("billing"));
    return Stream.of(
        Arguments.of("07 00000000" + name, new ClientTls(true, "billing")),
        Arguments.of("05 00000000" + name, new ClientTls(true, "billing")), // shown in the session
        Arguments.of("07 00000013" + name, new ClientTls(true, null)), // not verified
        Arguments.of("01 00000000" + name, new ClientTls(true, null)), // none shown
        Arguments.of("01 00000000", new ClientTls(true, null)),
        Arguments.of("06 00000000" + name, new ClientTls(false, null))); // no TLS
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void aCertificateCountsIfItWasShownAndVerified(String tls, ClientTls expected) throws Exception {
    assertThat(client(header(value(0x20, tls))).tls()).isEqualTo(expected);
  }

  @Test
  void aUniqueIdOfAnyBytesIsFitForALog() throws Exception {
    assertThat(client(header(value(0x05, "0A00FF"))).uniqueId()).isEqualTo("0a00ff");
  }

  @Test
  void aChecksumIsVerified() throws Exception {
    assertThat(client(checksummed(0)).source()).isEqualTo(SOURCE);
    assertRefused(checksummed(1), "a PROXY header does not have the checksum that it says");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n",
        "PROXY TCP6 2001:db8::1 2001:db8::2 56324 443\r\n",
        "PROXY TCP6 2001:DB8:0:0:0:0:0:1 2001:db8::2 56324 443\r\n"
      })
  void aLineOfTextNamesBothEndsToo(String line) throws Exception {
    Client client = client(line.getBytes(ISO_8859_1));
    assertThat(client.source().getPort()).isEqualTo(56324);
    assertThat(client.destination().getPort()).isEqualTo(443);
    assertThat(client.source().getHostString()).isIn("192.0.2.1", "2001:db8:0:0:0:0:0:1");
    assertThat(client.endpoint()).isNull();
  }

  static Stream<byte[]> healthChecks() {
    return Stream.of(
        whole(LOCAL, "00", ""),
        // What it says besides is left alone, whatever it is.
        whole(LOCAL, TCP4, ADDRESSES + AWS),
        whole(LOCAL, "FF", "DEADBEEF"),
        "PROXY UNKNOWN\r\n".getBytes(ISO_8859_1),
        "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n".getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @MethodSource("healthChecks")
  void aBalancersOwnConnectionIsAHealthCheck(byte[] header) throws Exception {
    assertThat(ProxyHeaders.read(Unpooled.wrappedBuffer(header))).isEqualTo(new HealthCheck());
  }

  static Stream<byte[]> headers() {
    return Stream.concat(
        Stream.of(
            header(),
            header(AWS, AZURE.replace("EE", "EF")),
            header(ALIBABA),
            checksummed(0),
            "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n".getBytes(ISO_8859_1)),
        healthChecks());
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aHeaderMayComeInPiecesAndWhatFollowsItIsLeft(byte[] header) throws Exception {
    for (int length = 0; length < header.length; length++) {
      ByteBuf part = Unpooled.wrappedBuffer(header, 0, length);
      assertThat(ProxyHeaders.read(part)).isNull();
      assertThat(part.readableBytes()).isEqualTo(length);
    }
    ByteBuf more = Unpooled.wrappedBuffer(header, "rest".getBytes(ISO_8859_1));
    assertThat(ProxyHeaders.read(more)).isNotNull();
    assertThat(more.toString(ISO_8859_1)).isEqualTo("rest");
  }

  static Stream<Arguments> brokenBinary() {
    String within = "a PROXY header ends within a value";
    String endpoint = "a PROXY header names an endpoint in a way that none has";
    return Stream.of(
        Arguments.of(
            whole("11 ", TCP4, ADDRESSES), "a PROXY header has an unknown version or command"),
        Arguments.of(
            whole("31 ", TCP4, ADDRESSES), "a PROXY header has an unknown version or command"),
        Arguments.of(
            whole("22 ", TCP4, ADDRESSES), "a PROXY header has an unknown version or command"),
        Arguments.of(bytes(SIGNATURE + "00"), "a PROXY header has an unknown version or command"),
        Arguments.of(
            whole(PROXY, "12", ADDRESSES), // UDP
            "a PROXY header tells of something else than a TCP connection"),
        Arguments.of(
            whole(PROXY, "31", "00".repeat(216)), // a Unix socket
            "a PROXY header tells of something else than a TCP connection"),
        Arguments.of(
            whole(PROXY, "00", ""), "a PROXY header tells of something else than a TCP connection"),
        Arguments.of(
            whole(PROXY, TCP4, "C0000201 C6336407 DC04"),
            "a PROXY header ends within its addresses"),
        Arguments.of(whole(PROXY, "21", ADDRESSES), "a PROXY header ends within its addresses"),
        Arguments.of(whole(PROXY, TCP4, ""), "a PROXY header ends within its addresses"),
        Arguments.of(header("EA"), within),
        Arguments.of(header("EA 00"), within),
        Arguments.of(header("EA 0006 01 76706365"), within),
        Arguments.of(header("EA FFFF 01"), within),
        Arguments.of(header(value(0x20, "01 00000000 22 0005 61")), within),
        Arguments.of(
            header(value(0x20, "01 000000")), "a PROXY header ends within what it says of TLS"),
        Arguments.of(header(value(0xEA, "")), "a PROXY header has an empty value for an endpoint"),
        Arguments.of(header(value(0xEA, "01")), endpoint),
        Arguments.of(header(value(0xEA, "01" + text("vpce_1"))), endpoint),
        Arguments.of(header(value(0xEA, "01 FF")), endpoint),
        Arguments.of(header(value(0xEA, "01" + text("a".repeat(256)))), endpoint),
        Arguments.of(
            header(value(0xEE, "01 000001")),
            "a PROXY header has a number of 3 bytes where 4 belong"),
        Arguments.of(
            header(value(0xE0, "0000000001")),
            "a PROXY header has a number of 5 bytes where 8 belong"),
        Arguments.of(
            header(value(0x03, "000001")), "a PROXY header has a number of 3 bytes where 4 belong"),
        Arguments.of(header(AWS, AWS), "a PROXY header names two endpoints"),
        Arguments.of(header(AWS, AZURE), "a PROXY header names two endpoints"),
        Arguments.of(header(GCP, ALIBABA), "a PROXY header names two endpoints"),
        Arguments.of(
            header(value(0x02, text("a")), value(0x02, text("b"))),
            "a PROXY header has a value of type 0x02 twice"),
        Arguments.of(
            header(value(0x20, "01 00000000"), value(0x20, "01 00000000")),
            "a PROXY header has a value of type 0x20 twice"),
        Arguments.of(
            header(value(0x20, "07 00000000" + value(0x22, text("a")) + value(0x22, text("b")))),
            "a PROXY header names two certificates"),
        Arguments.of(
            header(value(0x20, "07 00000000" + value(0x22, "FF"))),
            "a PROXY header has a name that is not UTF-8"),
        Arguments.of(
            header(value(0x02, text("a b"))),
            "a PROXY header has an authority that is no host name"),
        Arguments.of(
            header(value(0x02, "")), "a PROXY header has an authority that is no host name"),
        Arguments.of(header(value(0x05, "")), "a PROXY header has a unique id of 0 bytes"),
        Arguments.of(
            header(value(0x05, "61".repeat(129))), "a PROXY header has a unique id of 129 bytes"),
        Arguments.of(
            bytes(SIGNATURE + PROXY + TCP4 + "2001"),
            "a PROXY header of 8193 bytes is longer than 8192"));
  }

  @ParameterizedTest
  @MethodSource("brokenBinary")
  void aBrokenBinaryHeaderIsRefused(byte[] header, String sentence) {
    assertRefused(header, sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY \r\n",
        "PROXY TCP4\r\n",
        "PROXY UDP4 192.0.2.1 198.51.100.7 56324 443\r\n",
        "PROXY tcp4 192.0.2.1 198.51.100.7 56324 443\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 56324\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443 1\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443 \r\n",
        "PROXY TCP4  192.0.2.1 198.51.100.7 56324 443\r\n",
        "PROXY\tTCP4 192.0.2.1 198.51.100.7 56324 443\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\n",
        "PROXY TCP4 192.0.2.256 198.51.100.7 56324 443\r\n",
        "PROXY TCP4 192.0.2.01 198.51.100.7 56324 443\r\n",
        "PROXY TCP4 192.0.513 198.51.100.7 56324 443\r\n",
        "PROXY TCP4 192.0.2.1/32 198.51.100.7 56324 443\r\n",
        "PROXY TCP4 localhost 198.51.100.7 56324 443\r\n",
        "PROXY TCP4 2001:db8::1 2001:db8::2 56324 443\r\n",
        "PROXY TCP6 192.0.2.1 198.51.100.7 56324 443\r\n",
        "PROXY TCP6 fe80::1%eth0 2001:db8::2 56324 443\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 65536 443\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 056324 443\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 +56324 443\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 -1 443\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 0x1 443\r\n"
      })
  void aBrokenLineIsRefused(String line) {
    String expected =
        line.startsWith("PROXY\t")
            ? "no PROXY header came"
            : "a PROXY header of version 1 is not as that has it";
    assertRefused(line.getBytes(ISO_8859_1), expected);
  }

  @Test
  void aLineThatDoesNotEndIsRefusedWhenItIsTooLong() {
    assertRefused(
        ("PROXY UNKNOWN " + "x".repeat(200)).getBytes(ISO_8859_1),
        "a PROXY header of version 1 was not over after 107 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n", "\0\0\0", "PROXX", "\r\n\r\n\0\r\nQUIT\r"})
  void whatBeginsOtherwiseIsRefusedAtOnce(String bytes) {
    assertRefused(bytes.getBytes(ISO_8859_1), "no PROXY header came");
  }

  @Property
  void whateverFollowsASignatureIsAHeaderOrRefused(@ForAll @Size(max = 80) byte[] rest) {
    byte[] all = bytes(SIGNATURE, rest);
    ByteBuf in = Unpooled.wrappedBuffer(all);
    try {
      ProxyHeader header = ProxyHeaders.read(in);
      assertThat(in.readableBytes() == all.length).isEqualTo(header == null);
    } catch (ProxyHeaderException e) {
      assertThat(e.getMessage()).startsWith("a PROXY header");
    }
  }

  @Property
  void whateverBytesAreChangedItIsAHeaderOrRefused(
      @ForAll byte changed, @ForAll @IntRange(max = 1_000) int place) {
    byte[] bytes = header(AWS, value(0x20, "07 00000000" + value(0x22, text("billing"))));
    bytes[place % bytes.length] = changed;
    try {
      ProxyHeader header = ProxyHeaders.read(Unpooled.wrappedBuffer(bytes));
      assertThat(header == null || header instanceof Client || header instanceof HealthCheck)
          .isTrue();
    } catch (ProxyHeaderException e) {
      assertThat(e.getMessage()).contains("PROXY header");
    }
  }

  private static Client client(byte[] header) throws ProxyHeaderException {
    return (Client) ProxyHeaders.read(Unpooled.wrappedBuffer(header));
  }

  private static void assertRefused(byte[] header, String sentence) {
    assertThatThrownBy(() -> ProxyHeaders.read(Unpooled.wrappedBuffer(header)))
        .isInstanceOf(ProxyHeaderException.class)
        .hasMessage(sentence);
  }
}
