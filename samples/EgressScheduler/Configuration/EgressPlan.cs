using System.Collections.Generic;
using System.Linq;

namespace EgressScheduler.Configuration;

/// <summary>Classes, and which packets are in them.</summary>
/// <param name="Classes">The classes, the default one too.</param>
/// <param name="Rules">The rules, one for each family.</param>
public sealed record EgressPlan(IReadOnlyList<EgressClass> Classes, IReadOnlyList<EgressRule> Rules)
{
    /// <summary>What the class of packets that no rule names is called.</summary>
    public const string DefaultName = "default";

    /// <summary>A class by its name.</summary>
    public EgressClass this[string name] => Classes.Single(c => c.Name == name);
}
