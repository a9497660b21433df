const KNOWN = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  bell: "🔔", calendar: "📅", spiral_calendar_pad: "🗓️", date: "📅", eyes: "👀", tada: "🎉", "+1": "👍", thumbsup: "👍",
  "-1": "👎", pray: "🙏", wave: "👋", rocket: "🚀", memo: "📝", speech_balloon: "💬", question: "❓", exclamation: "❗",
  red_circle: "🔴", large_green_circle: "🟢", large_yellow_circle: "🟡", large_blue_circle: "🔵", white_circle: "⚪",
  arrow_right: "➡️", heart: "❤️", joy: "😂", slightly_smiling_face: "🙂", smile: "😄", thinking_face: "🤔", lock: "🔒",
  pushpin: "📌", paperclip: "📎", chart_with_upwards_trend: "📈", moneybag: "💰", star: "⭐", zap: "⚡", fire: "🔥",
};

export const QUICK = ["+1", "eyes", "white_check_mark", "tada", "pray"];

export const emoji = (name) => KNOWN[name.split("::")[0]] ?? `:${name}:`;
