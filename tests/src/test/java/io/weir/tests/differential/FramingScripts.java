package io.weir.tests.differential;

import static io.weir.tests.differential.Script.script;

import java.util.List;

/** Frames that must not come, and channels that are not open. */
final class FramingScripts {
  static final List<Script> ALL =
      List.of(
          script(
              "A frame without its end is an error of frames",
              """
              > bytes 01 0001 00000004 003c000a 00
              0< connection.close 501
              < end
              """),
          script(
              "A frame that is larger than was agreed upon is refused before it has come",
              """
              > bytes 03 0001 00020001
              0< connection.close 501
              < end
              """),
          script(
              "A type of frame that there is not is an error of frames",
              """
              > frame 9 00
              0< connection.close 501
              """),
          script(
              "A heartbeat belongs to no channel",
              """
              > frame 8
              0< connection.close 505
              """),
          script(
              "The connection has no contents",
              """
              0> content-header 5
              0< connection.close 505
              """),
          script(
              "The connection has no bodies",
              """
              0> content-body five
              0< connection.close 505
              """),
          script(
              "A method whose arguments are cut off cannot be decoded",
              """
              > frame 1 0032000a 0000
              0< connection.close 501 queue.declare
              """),
          script(
              "A content header belongs to a method",
              """
              > content-header 5
              0< connection.close 505
              """),
          script(
              "A body belongs to a content header",
              """
              > content-body five
              0< connection.close 505
              """),
          script(
              "After a publication comes its content header, and not a method",
              """
              > only basic.publish routing-key=q
              > basic.qos prefetch-count=1
              0< connection.close 505 basic.publish
              """),
          script(
              "After a publication comes its content header, and not a body",
              """
              > only basic.publish routing-key=q
              > content-body five
              0< connection.close 505 basic.publish
              """),
          script(
              "After a content header comes its body, and not a method",
              """
              > only basic.publish routing-key=q
              > content-header 5
              > basic.qos prefetch-count=1
              0< connection.close 505 basic.publish
              """),
          script(
              "After a content header comes its body, and not another header",
              """
              > only basic.publish routing-key=q
              > content-header 5
              > content-header 5
              0< connection.close 505 basic.publish
              """),
          script(
              "A content header is of the class of its method",
              """
              > only basic.publish routing-key=q
              > frame 2 00320000 0000000000000005 0000
              0< connection.close 505 basic.publish
              """),
          script(
              "A body may come in as many pieces as its sender likes",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > only basic.publish routing-key=q
              > content-header 5
              > content-body f
              > content-body i
              > content-body ve!
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | five!
              """),
          script(
              "Contents of several channels may be mixed",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              2> channel.open
              2< channel.open-ok
              > only basic.publish routing-key=q
              2> basic.get queue=q no-ack
              2< basic.get-empty
              > content-header 4
              2> basic.publish routing-key=q | first
              2> basic.get queue=q no-ack
              2< basic.get-ok delivery-tag=1 routing-key=q | first
              > content-body last
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | last
              """),
          script(
              "A body may be as long as many frames",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q | z^400000
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q | z^400000
              """),
          script(
              "A body may be empty",
              """
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              > basic.publish routing-key=q
              > basic.get queue=q no-ack
              < basic.get-ok delivery-tag=1 routing-key=q |
              """),
          script(
              "A channel that is not open takes no method",
              """
              7> basic.qos prefetch-count=1
              0< connection.close 504 basic.qos
              """),
          script(
              "A channel is not opened twice",
              """
              > channel.open
              0< connection.close 504 channel.open
              """),
          script(
              "A method of a channel is none of the connection",
              """
              0> queue.declare queue=q
              0< connection.close 504 queue.declare
              """),
          script(
              "A method of the connection is none of a channel",
              """
              > connection.close 200
              0< connection.close 503 connection.close
              """),
          script(
              "A method that only a server sends on a channel is no command",
              """
              > basic.get-empty
              0< connection.close 503 basic.get-empty
              """),
          script(
              "There are no more channels than was agreed upon",
              """
              > socket
              > header
              0< connection.start version-minor=9 mechanisms=* locales=* server-properties=*
              0> connection.start-ok mechanism=PLAIN response="\\x00guest\\x00guest" locale=en_US
              0< connection.tune channel-max=2047 frame-max=131072 heartbeat=60
              0> connection.tune-ok channel-max=1 frame-max=131072
              0> connection.open virtual-host=/
              0< connection.open-ok
              > channel.open
              < channel.open-ok
              2> channel.open
              0< connection.close 530
              0> connection.close-ok
              < end
              """),
          script(
              "A channel is closed, and opened again",
              """
              > channel.close 200
              < channel.close-ok
              > channel.open
              < channel.open-ok
              """),
          script(
              "After a channel was closed for an error nothing is heard but that the client has understood",
              """
              > queue.declare queue=none passive
              < channel.close 404 queue.declare "NOT_FOUND - no queue 'none' in vhost '/'"
              > queue.declare queue=q
              > basic.publish routing-key=q | lost
              > channel.close-ok
              > channel.open
              < channel.open-ok
              > queue.declare queue=q passive
              < channel.close 404 queue.declare
              """),
          script(
              "An error of one channel leaves the others alone",
              """
              2> channel.open
              2< channel.open-ok
              2> queue.declare queue=none passive
              2< channel.close 404 queue.declare
              > queue.declare queue=q exclusive
              < queue.declare-ok queue=q
              """),
          script(
              "The flow of a channel is on",
              """
              > channel.flow active
              < channel.flow-ok active
              """),
          script(
              "The flow of a channel cannot be turned off",
              """
              > channel.flow
              0< connection.close 540 channel.flow
              """),
          script(
              "Nobody was asked about flow",
              """
              > channel.flow-ok active
              0< connection.close 503 channel.flow-ok
              """),
          script(
              "Tickets are given to whoever asks, and mean nothing",
              """
              > access.request realm=/data active write read
              < access.request-ok ticket=1
              > queue.declare ticket=17 queue=q exclusive
              < queue.declare-ok queue=q
              """));

  private FramingScripts() {}
}
