package io.weir.tests.differential;

import static io.weir.tests.differential.Script.newer;
import static io.weir.tests.differential.Script.particular;
import static io.weir.tests.differential.Script.script;

import java.util.List;

/** How a connection begins and ends. */
final class ConnectionScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "A server says who it is and what it can",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=*PLAIN* locales=en_US server-properties={product=RabbitMQ version=* platform=* capabilities={publisher_confirms=true exchange_exchange_bindings=true basic.nack=true consumer_cancel_notify=true connection.blocked=true consumer_priorities=true authentication_failure_close=true per_consumer_qos=true direct_reply_to=true} ...}
              > end
              """),
          script(
              "A client logs in, agrees on bounds, chooses a virtual host, and closes",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              0> connection.tune-ok channel-max=2047 frame-max=131072
              0> connection.open virtual-host=/
              0< connection.open-ok
              0> connection.close 200
              0< connection.close-ok
              """),
          script(
              "A header of AMQP 0-9 is taken for one of 0-9-1",
              """
              > socket
              > bytes 414d5150 01010009
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              > end
              """),
          script(
              "Whoever begins with another version is told which one is spoken",
              """
              > socket
              > bytes 414d5150 00000900
              0< header 414d515000000901
              < end
              """),
          script(
              "Whoever begins with another protocol is told likewise",
              """
              > socket
              > bytes 474554202f204854
              0< header 414d5150*
              < end
              """),
          script(
              "AMQPLAIN logs in with a table",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=*AMQPLAIN* locales=* server-properties=*
              0> connection.start-ok mechanism=AMQPLAIN response="\\x05LOGINS\\x00\\x00\\x00\\x05guest\\x08PASSWORDS\\x00\\x00\\x00\\x05guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              > end
              """),
          script(
              "A wrong password is refused with a code, where the client understands that",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00wrong" locale=en_US client-properties={capabilities={authentication_failure_close=true}}
              0< connection.close 403 "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN*"
              0> connection.close-ok
              < end
              """),
          script(
              "A user who does not exist is refused in the same words",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00nobody\\x00guest" locale=en_US client-properties={capabilities={authentication_failure_close=true}}
              0< connection.close 403 "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN*"
              0> connection.close-ok
              < end
              """),
          script(
              "A wrong password is hung up on, where the client says nothing of that",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00wrong" locale=en_US
              < end
              """),
          particular(
              "A mechanism that was not offered is hung up on",
              "Weir says with 503 what is wrong, and which ones there are, before it hangs up",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=NONSENSE response=x locale=en_US
              < end
              """),
          newer(
              "No more channels are agreed upon than the server offers",
              "when negotiation fails, e.g. due to channel_max being higher than the maximum allowed limit"
                  + " [...] send_error_on_channel0_and_close (rabbitmq-server, rabbit_reader.erl)",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              0> connection.tune-ok channel-max=2048 frame-max=131072
              0< connection.close 530 connection.tune-ok
              0> connection.close-ok
              < end
              """),
          newer(
              "Channels without limit are more than the server offers",
              "when negotiation fails, e.g. due to channel_max being higher than the maximum allowed limit"
                  + " [...] send_error_on_channel0_and_close (rabbitmq-server, rabbit_reader.erl)",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              0> connection.tune-ok channel-max=0 frame-max=131072
              0< connection.close 530 connection.tune-ok
              0> connection.close-ok
              < end
              """),
          newer(
              "No larger frames are agreed upon than the server offers",
              "when negotiation fails, e.g. due to channel_max being higher than the maximum allowed limit"
                  + " [...] send_error_on_channel0_and_close (rabbitmq-server, rabbit_reader.erl)",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              0> connection.tune-ok channel-max=2047 frame-max=131073
              0< connection.close 530 connection.tune-ok
              0> connection.close-ok
              < end
              """),
          newer(
              "No smaller frames are agreed upon than the specification says",
              "when negotiation fails, e.g. due to channel_max being higher than the maximum allowed limit"
                  + " [...] send_error_on_channel0_and_close (rabbitmq-server, rabbit_reader.erl)",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              0> connection.tune-ok channel-max=2047 frame-max=4095
              0< connection.close 530 connection.tune-ok
              0> connection.close-ok
              < end
              """),
          script(
              "What is agreed upon on frames holds for the bodies that a client receives",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              0> connection.tune-ok channel-max=2047 frame-max=4096
              0> connection.open virtual-host=/
              0< connection.open-ok
              > channel.open
              < channel.open-ok
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | y^10000
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | y^10000
              0> connection.close 200
              0< connection.close-ok
              """),
          script(
              "A virtual host that is not there is not allowed",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              0> connection.tune-ok channel-max=2047 frame-max=131072
              0> connection.open virtual-host=nowhere
              0< connection.close 530 connection.open "NOT_ALLOWED - vhost nowhere not found"
              0> connection.close-ok
              < end
              """),
          script(
              "Heartbeats come as often as was agreed upon",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              0> connection.tune-ok channel-max=2047 frame-max=131072 heartbeat=1
              0> connection.open virtual-host=/
              0< connection.open-ok
              < heartbeat
              > heartbeat
              < heartbeat
              > heartbeat
              0> connection.close 200
              0< connection.close-ok
              """),
          script(
              "Whoever keeps silent for longer than was agreed upon is hung up on",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              0> connection.tune-ok channel-max=2047 frame-max=131072 heartbeat=1
              0> connection.open virtual-host=/
              0< connection.open-ok
              < end
              """),
          script(
              "Credentials are renewed while a connection is open",
              """
              0> connection.update-secret new-secret=guest reason=renewal
              0< connection.update-secret-ok
              """),
          script(
              "A publisher is told that it is blocked while the server is short of memory, and when it is over",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              ! alarm on
              > basic.publish routing-key=q | held
              0< connection.blocked reason=*
              ! alarm off
              0< connection.unblocked
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | held
              """),
          script(
              "An operator closes connections, and says why",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              ! close connections maintenance
              0< connection.close 320 "CONNECTION_FORCED - maintenance"
              0> connection.close-ok
              < end
              """),
          script(
              "A method that only a server sends is no command",
              """
              0> connection.blocked reason=x
              0< connection.close 504 connection.blocked
              """),
          script(
              "Authentication is over once a connection is open",
              """
              0> connection.secure-ok response=x
              0< connection.close 504 connection.secure-ok
              """),
          script(
              "A connection is not tuned twice",
              """
              0> connection.tune-ok channel-max=10 frame-max=4096
              0< connection.close 504 connection.tune-ok
              """),
          script(
              "A connection is not opened twice",
              """
              0> connection.open virtual-host=/
              0< connection.close 504 connection.open
              """),
          particular(
              "A mechanism may ask once more",
              "It is RabbitMQ's demonstration of a mechanism that asks; Weir has others",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=RABBIT-CR-DEMO response=guest locale=en_US
              0< connection.secure challenge=*
              0> connection.secure-ok response="My password is guest"
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              > end
              """));

  private ConnectionScripts() {}
}
