// Package desktop is what the program asks of the computer it runs on: an icon
// in the tray, pop-ups, a start with the session, one instance at a time, locks
// between its processes, and the folder its data lives in.
//
// What is said is decided by pure functions: start at [TrayState.Menu] and
// [News.Digest]. What shows it is thin and differs by system: [Tray.Run],
// [Notifier.Show], [OpenWindow], [Autostart], [Listen].
//
//	Linux    StatusNotifierItem     org.freedesktop.Notifications  XDG autostart
//	Windows  systray                Shell_NotifyIcon               Run key
//	macOS    systray, if cgo is on  osascript                      LaunchAgent
//
// Nothing here is needed for the watch itself: without a tray or pop-ups the
// functions say so, and alerts wait to be read.
package desktop
