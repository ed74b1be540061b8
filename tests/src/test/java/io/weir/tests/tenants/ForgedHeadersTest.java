package io.weir.tests.tenants;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.tests.tenants.Credential.Kind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever is no balancer, or a balancer that says nonsense, names no endpoint: right credentials
 * behind it reach nobody. Each is followed by a request that would be answered.
 */
class ForgedHeadersTest {
  private static final ProxyHeader.Value ENDPOINT = ProxyHeader.aws("vpce-0a1b2c3d4e5f67890");
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final HttpSpeaker HTTP = new HttpSpeaker();

  private static Crossroads crossroads;

  @BeforeAll
  static void start() throws Exception {
    crossroads = new Crossroads();
  }

  @AfterAll
  static void stop() {
    crossroads.close();
  }

  private static ProxyHeader header() {
    return ProxyHeader.from(HERE, 443).with(ENDPOINT, ProxyHeader.tls());
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] request() throws Exception {
    return ("GET /topics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
            + Login.basic(Crossroads.user(1), Crossroads.password("red"))
            + "\r\n\r\n")
        .getBytes(UTF_8);
  }

  /** All that is answered until the other side ends it. */
  private static String answer(InetAddress from, String listener, byte[] bytes) throws Exception {
    return answer(from, listener, bytes, false);
  }

  /**
   * @param ends whether nothing comes after it
   */
  private static String answer(InetAddress from, String listener, byte[] bytes, boolean ends)
      throws Exception {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(HERE, crossroads.port(listener, HTTP)));
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(bytes);
      if (ends) {
        socket.shutdownOutput();
      }
      InputStream in = socket.getInputStream();
      in.transferTo(heard);
    } catch (SocketException reset) {
      // Ended too.
    }
    return heard.toString(ISO_8859_1);
  }

  @Test
  void behindOneHeaderARequestIsAnswered() throws Exception {
    assertThat(answer(HERE, Crossroads.BALANCED, joined(header().bytes(), request())))
        .startsWith("HTTP/1.1 200 ")
        .contains("of-red");
  }

  static Stream<Arguments> nonsense() throws Exception {
    byte[] once = header().bytes();
    byte[] line = header().line();
    byte[] wrongVersion = once.clone();
    wrongVersion[12] = 0x31;
    byte[] tooLong = once.clone();
    tooLong[15] += 9;
    byte[] tooShort = once.clone();
    tooShort[15] -= 3;
    return Stream.of(
        Arguments.of("none", new byte[0]),
        Arguments.of("two", joined(once, once)),
        Arguments.of("two of the other version", joined(line, line)),
        Arguments.of("one of each version", joined(once, line)),
        Arguments.of("one of each, the other way round", joined(line, once)),
        Arguments.of(
            "two endpoints of one cloud",
            header().with(ProxyHeader.aws("vpce-0123456789abcdef0")).bytes()),
        Arguments.of(
            "endpoints of two clouds", header().with(ProxyHeader.gcp(0x8000000000000001L)).bytes()),
        Arguments.of(
            "two names",
            header()
                .with(
                    ProxyHeader.authority("red.example.com"),
                    ProxyHeader.authority("blue.example.com"))
                .bytes()),
        Arguments.of("a name that is none", header().with(ProxyHeader.authority("red\0")).bytes()),
        Arguments.of(
            "an id that is none",
            ProxyHeader.from(HERE, 443).with(ProxyHeader.aws("vpce/../x")).bytes()),
        Arguments.of("of the balancer itself", header().local()),
        Arguments.of("of another version", wrongVersion),
        Arguments.of("that ends later than it says", tooShort),
        Arguments.of("that ends earlier than it says", tooLong),
        Arguments.of("a line that does not end", Arrays.copyOf(line, line.length - 2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nonsense")
  void whatIsNotExactlyOneHeaderReachesNobody(String what, byte[] header) throws Exception {
    assertThat(answer(HERE, Crossroads.BALANCED, joined(header, request()))).isEmpty();
  }

  @Test
  void aHeaderThatIsCutOffReachesNobody() throws Exception {
    byte[] header = header().bytes();
    for (int length : IntStream.range(0, header.length).toArray()) {
      byte[] cut = Arrays.copyOf(header, length);
      assertThat(answer(HERE, Crossroads.BALANCED, cut, true))
          .as("%d bytes alone", length)
          .isEmpty();
      // Where the request makes up for what the header lacks, what is left of it may be answered.
      assertThat(answer(HERE, Crossroads.BALANCED, joined(cut, request())))
          .as("after %d bytes", length)
          .doesNotContain("HTTP/1.1 200");
    }
  }

  @Test
  void whoIsNoBalancerIsNotListenedTo() throws Exception {
    InetAddress stranger = Place.Origin.RED.address(1);
    assertThat(answer(stranger, Crossroads.BALANCED, joined(header().bytes(), request())))
        .isEmpty();
    assertThat(answer(stranger, Crossroads.BALANCED, request())).isEmpty();
  }

  @Test
  void whereNoBalancerStandsAHeaderIsNoneAndMovesNobody() throws Exception {
    // Somebody who came from there would be in the tenant.
    ProxyHeader told = ProxyHeader.from(Place.Origin.RED.address(1), 443);
    for (byte[] header : new byte[][] {told.bytes(), told.line()}) {
      assertThat(answer(HERE, Crossroads.PLAIN, joined(header, request())))
          .doesNotContain("HTTP/1.1 200");
    }
    // What proxies of HTTP say is not believed either.
    String request =
        new String(request(), UTF_8)
            .replace(
                "Host: localhost",
                "Host: localhost\r\nX-Forwarded-For: 127.16.0.1\r\nForwarded: for=127.16.0.1");
    assertThat(answer(HERE, Crossroads.PLAIN, request.getBytes(UTF_8))).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void aCertificateThatOnlyAHeaderSpeaksOfIsAnotherSubject() throws Exception {
    // The rule says CN=u001,O=red, and a header has no more than the common name.
    Credential none = new Credential(Kind.NONE, "", "", crossroads.authority.trusting());
    Way way =
        Way.direct(crossroads.port(Crossroads.BALANCED, HTTP), HERE)
            .behind(
                ProxyHeader.from(HERE, 443)
                    .with(ENDPOINT, ProxyHeader.certified(Crossroads.user(1) + ",O=red")));
    assertThat(HTTP.attempt(way, none, "letters", "x")).isInstanceOf(Answer.Refused.class);
  }
}
