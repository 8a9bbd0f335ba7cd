using System;
using System.Collections.Generic;
using BpfSharp.Samples;
using ContainerPolicy.Configuration;
using ContainerPolicy.Traffic;

namespace ContainerPolicy;

/// <summary>Keeps traffic running, and loads the policy anew whenever its file changes, until Ctrl+C.</summary>
internal sealed class PolicyWatch(SampleRun run, PolicyStore store, ConfigurationFile file, PolicyFlows flows, PolicyPicture picture)
{
    public void Follow()
    {
        run.View.Say($"edit {file.Path}: it is loaded when it changes (Ctrl+C ends)");
        Load(file.Read());
        while (true)
        {
            if (file.ReadChanged() is { } text)
                Load(text);
            flows.Open("live: open port", v6: false);
            run.View.Update(() => picture.Draw(flows));
            run.Pause(TimeSpan.FromMilliseconds(100));
        }
    }

    private void Load(string text)
    {
        IReadOnlyList<ConfigurationProblem> problems = store.Load(text);
        if (problems.Count == 0)
            picture.Text = text;
        run.View.Say(problems.Count == 0 ? $"{store.Current.Count} rules hold" : $"the policy stays as it was: {string.Join("; ", problems)}");
    }
}
