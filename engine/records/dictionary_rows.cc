#include "engine/records/dictionary_rows.h"

#include <algorithm>
#include <set>
#include <string>

#include "engine/documents/timesheet/codes.h"

namespace rescan {
namespace {

using timesheet::MasterProject;
using timesheet::NormaliseCode;
using timesheet::ProjectMaster;
using timesheet::Roster;

constexpr const char* kRulesKey = "project_rules";
constexpr const char* kRevisionKey = "dictionary_revision";

Result<std::string> ReadMeta(Database& db, const char* key) {
  Query query(db, "SELECT value FROM meta WHERE key = ?1", key);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  return *row ? query.Text(0) : std::string();
}

Status WriteMeta(Database& db, const char* key, const std::string& value) {
  return Execute(db,
                 "INSERT INTO meta (key, value) VALUES (?1, ?2)"
                 " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                 key, value);
}

Result<std::int64_t> Revision(Database& db) {
  Query query(db,
              "SELECT coalesce(max(cast(value AS INTEGER)), 0) FROM meta"
              " WHERE key = ?1",
              kRevisionKey);
  const Result<bool> row = query.Step();
  if (!row) return tl::unexpected(row.error());
  return query.Int64(0);
}

Status NextRevision(Database& db) {
  const Result<std::int64_t> now = Revision(db);
  if (!now) return tl::unexpected(now.error());
  return WriteMeta(db, kRevisionKey, std::to_string(*now + 1));
}

Status ReadAliases(Database& db, MasterProject* project) {
  Query query(db,
              "SELECT kind, alias FROM project_aliases WHERE project_key = ?1"
              " ORDER BY kind, seq",
              NormaliseCode(project->code));
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    (query.Bytes(0) == "code" ? project->code_aliases : project->name_aliases)
        .push_back(query.Text(1));
  }
}

Status WriteAliases(Database& db, const std::string& key, const char* kind,
                    const std::vector<std::string>& aliases) {
  for (std::size_t i = 0; i < aliases.size(); ++i) {
    RESCAN_TRY(Execute(db,
                       "INSERT INTO project_aliases (project_key, kind, seq,"
                       " alias) VALUES (?1, ?2, ?3, ?4)",
                       key, kind, static_cast<std::int64_t>(i), aliases[i]));
  }
  return {};
}

// The rules travel as the file that has nothing else.
std::string RulesText(const ProjectMaster& master) {
  ProjectMaster rules;
  rules.rules = master.rules;
  return timesheet::WriteProjectMaster(rules);
}

Status Refuse(const Database& db, const std::string& what) {
  return tl::unexpected(db.ErrorAbout(ErrorCode::kInvalidArgument, what));
}

}  // namespace

Result<ProjectMaster> ReadProjects(Database& db) {
  ProjectMaster master;
  const Result<std::string> rules = ReadMeta(db, kRulesKey);
  if (!rules) return tl::unexpected(rules.error());
  if (!rules->empty()) {
    const Result<ProjectMaster> parsed =
        timesheet::ParseProjectMaster(*rules, "project rules");
    if (!parsed) {
      return tl::unexpected(
          db.ErrorAbout(ErrorCode::kCorruption,
                        "the database is damaged: " + parsed.error().message));
    }
    master.rules = parsed->rules;
  }
  Query query(db, "SELECT code, name, usage_count FROM projects ORDER BY key");
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
    MasterProject project;
    project.code = query.Text(0);
    project.name = query.Text(1);
    project.usage_count = query.OptionalInt64(2);
    RESCAN_TRY(ReadAliases(db, &project));
    master.projects.push_back(std::move(project));
  }
  return master;
}

Status WriteProjects(Database& db, const ProjectMaster& master) {
  RESCAN_TRY(db.Execute("DELETE FROM project_aliases; DELETE FROM projects"));
  std::set<std::string> keys;
  for (const MasterProject& project : master.projects) {
    const std::string key = NormaliseCode(project.code);
    if (!keys.insert(key).second) {
      return Refuse(db, "project " + project.code + " is given twice");
    }
    RESCAN_TRY(Execute(db,
                       "INSERT INTO projects (key, code, name, usage_count)"
                       " VALUES (?1, ?2, ?3, ?4)",
                       key, project.code, project.name, project.usage_count));
    RESCAN_TRY(WriteAliases(db, key, "code", project.code_aliases));
    RESCAN_TRY(WriteAliases(db, key, "name", project.name_aliases));
  }
  RESCAN_TRY(WriteMeta(db, kRulesKey, RulesText(master)));
  return NextRevision(db);
}

Result<Roster> ReadPeople(Database& db) {
  Roster roster;
  {
    Query query(db, "SELECT name FROM roster ORDER BY seq");
    while (true) {
      const Result<bool> more = query.Step();
      if (!more) return tl::unexpected(more.error());
      if (!*more) break;
      roster.members.push_back(query.Text(0));
    }
  }
  Query query(db, "SELECT alias, name FROM name_aliases");
  while (true) {
    const Result<bool> more = query.Step();
    if (!more) return tl::unexpected(more.error());
    if (!*more) return roster;
    roster.aliases[query.Text(0)] = query.Text(1);
  }
}

Status WritePeople(Database& db, const Roster& roster) {
  RESCAN_TRY(db.Execute("DELETE FROM name_aliases; DELETE FROM roster"));
  std::set<std::string> members;
  for (const std::string& member : roster.members) {
    if (!members.insert(member).second) {
      return Refuse(db, member + " is in the roster twice");
    }
    RESCAN_TRY(Execute(db, "INSERT INTO roster (seq, name) VALUES (?1, ?2)",
                       static_cast<std::int64_t>(members.size()), member));
  }
  for (const auto& [alias, member] : roster.aliases) {
    if (!members.contains(member)) {
      return Refuse(db, alias + " is an alias of " + member +
                            ", who is not in the roster");
    }
    RESCAN_TRY(Execute(db,
                       "INSERT INTO name_aliases (alias, name)"
                       " VALUES (?1, ?2)",
                       alias, member));
  }
  return NextRevision(db);
}

Result<const timesheet::Dictionaries*> DictionaryCache::Current(Database& db) {
  const Result<std::int64_t> revision = Revision(db);
  if (!revision) return tl::unexpected(revision.error());
  if (revision_ != *revision) {
    revision_.reset();
    Result<ProjectMaster> projects = ReadProjects(db);
    if (!projects) return tl::unexpected(projects.error());
    Result<Roster> people = ReadPeople(db);
    if (!people) return tl::unexpected(people.error());
    dictionaries_.projects = *std::move(projects);
    dictionaries_.roster = *std::move(people);
    revision_ = *revision;
  }
  return &dictionaries_;
}

}  // namespace rescan
